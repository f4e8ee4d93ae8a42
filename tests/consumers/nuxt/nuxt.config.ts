export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  devtools: { enabled: false },
  app: { head: { link: [{ rel: 'icon', href: 'data:,' }] } },
  vue: { compilerOptions: { isCustomElement: (tag) => /^(attn|qkv|head)-/.test(tag) } },
  vite: {
    optimizeDeps: { exclude: ['attention-lens', 'onnxruntime-web'] },
    worker: { format: 'es' },
  },
});
