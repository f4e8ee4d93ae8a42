import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'VitePress',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  vue: {
    template: { compilerOptions: { isCustomElement: (tag) => /^(attn|qkv|head)-/.test(tag) } },
  },
  vite: {
    optimizeDeps: { exclude: ['attention-lens', 'onnxruntime-web'] },
    worker: { format: 'es' },
  },
});
