import 'attention-lens/attn-lens';

const lens = document.createElement('attn-lens');
lens.src = new URL('attention-lens/traces/dog.json', import.meta.url).href;
lens.layer = 4;
lens.head = 11;
lens.token = 3;
const output = document.createElement('output');
lens.addEventListener('attn-run', ({ trace }) => {
  output.textContent = `${trace.model.name}, ${lens.status}`;
});
document.body.append(lens, output);
