import 'attention-lens/attn-lens';
import { getRuntime } from 'attention-lens/runtime';
import dog from 'attention-lens/traces/dog.json';

getRuntime().configure({
  assetBase: '/lens/attention-lens/models/',
  ortBase: '/lens/onnxruntime-web@1.30.0/dist/',
  workerUrl: '/lens/attention-lens/dist/cdn/worker.js',
});

const lens = document.createElement('attn-lens');
lens.trace = dog;
lens.layer = 4;
lens.head = 11;
lens.token = 3;
const output = document.createElement('output');
lens.addEventListener('attn-run', ({ trace }) => {
  output.textContent = `${trace.model.name}, ${lens.status}`;
});
document.body.append(lens, output);
