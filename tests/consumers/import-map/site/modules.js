import { getRuntime } from 'attention-lens/runtime/index.js';
import 'attention-lens/elements/attn-lens/attn-lens.js';

getRuntime().configure({
  assetBase: '/lens/attention-lens/models/',
  ortBase: '/lens/onnxruntime-web@1.30.0/dist/',
  workerUrl: '/lens/attention-lens/dist/cdn/worker.js',
});

const lens = document.querySelector('attn-lens');
lens.addEventListener('attn-run', ({ trace }) => {
  document.querySelector('output').textContent = `${trace.model.name}, ${lens.status}`;
});
