import 'attention-lens/attn-lens';

const lens = document.querySelector('attn-lens');
lens.addEventListener('attn-run', ({ trace }) => {
  document.querySelector('output').textContent = `${trace.model.name}, ${lens.status}`;
});
