// The embedding is read twice: first it is rounded, and at the end it makes the logits of the original. What comes over a line
// is kept meanwhile, where the browser keeps its blobs, so that it comes once.

import type { Checkpoint } from '../../convert/checkpoint.js';

export function keepingRows(checkpoint: Checkpoint): Checkpoint {
  const kept = new Map<string, Blob>();
  return {
    ...checkpoint,
    async tensor(name, rows) {
      if (!rows) return checkpoint.tensor(name);
      const key = `${name} ${rows.begin}-${rows.end}`;
      const blob = kept.get(key);
      if (blob) return new Float32Array(await blob.arrayBuffer());
      const values = await checkpoint.tensor(name, rows);
      kept.set(key, new Blob([values]));
      return values;
    },
  };
}
