// A model with a tokenizer of its own in a real browser: the file comes before the model for its tokens alone, and with the
// model for its runs.

import { expect, test } from 'vitest';
import own from '../../convert/tokenizer/testing/own-tokenizer.json' with { type: 'json' };
import { OWN_TOKENIZER_PACK } from '../testing/random-packs.js';
import { configured, resetRuntime, TIMEOUT } from './testing/real-runtime.js';

resetRuntime();

const { text, ids } = own.trained.texts[0] as { text: string; ids: number[] };

test(
  'its tokens are read without loading it',
  async () => {
    const asked: string[] = [];
    const mapUrl = (url: string) => {
      asked.push(url.slice(url.lastIndexOf('/') + 1));
      return url;
    };
    const engine = configured({ mapUrl }).engine(OWN_TOKENIZER_PACK);
    const { tokens } = await engine.acquire().tokenize(text);
    expect(tokens.map(({ id }) => id)).toEqual(ids);
    expect(asked).toEqual(['manifest.json', 'tokenizer.json']);
    expect(engine.status.state).toBe('idle');
  },
  TIMEOUT,
);

test(
  'a text runs, and its file is counted with the others',
  async () => {
    const engine = configured().engine(OWN_TOKENIZER_PACK);
    let total = 0;
    engine.subscribe((status) => {
      if (status.state === 'downloading') total = status.progress.total;
    });
    const lease = engine.acquire();
    const trace = await lease.run({ text, want: { next: 440 } });
    expect(trace.text).toBe(text);
    expect(trace.tokens.map(({ id }) => id)).toEqual(ids);
    expect(total).toBe((await engine.estimate()).bytes);
    expect((await lease.tokenize(text)).tokens).toEqual(trace.tokens);
    // A token without a name.
    expect(trace.next?.find(({ id }) => id === 430)?.text).toBe('#430');
    const byId = await lease.run({ ids: [...ids.slice(0, 2), 439] });
    expect(byId.tokens[2]).toEqual({ id: 439, text: '#439' });
  },
  TIMEOUT,
);
