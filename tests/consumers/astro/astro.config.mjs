import { defineConfig } from 'astro/config';

export default defineConfig({
  devToolbar: { enabled: false },
  vite: { optimizeDeps: { exclude: ['attention-lens', 'onnxruntime-web'] } },
});
