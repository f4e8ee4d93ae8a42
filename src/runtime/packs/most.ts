// How large a model may claim to be: far above any GPT-2. One that claims more would only exhaust the page.

export const MOST = { layers: 256, heads: 256, width: 2 ** 16, vocab: 2 ** 20, context: 2 ** 16 };
