import { expect, onTestFinished, test } from 'vitest';
import { openCheckpoint } from './checkpoint.js';
import { encodeSafetensors } from './testing/encode-safetensors.js';
import { memoryFiles } from './testing/memory-files.js';
import { ONE_HEAD, randomCheckpoint } from './testing/random-checkpoint.js';
import { readTokenizer } from './tokenizer/read-tokenizer.js';
import ownTokenizer from './tokenizer/testing/own-tokenizer.json' with { type: 'json' };

/** As tests/pages-around.test.ts does it, until the test is over. */
function replaceBuiltIns(): void {
  const { from } = Array;
  const { entries } = Array.prototype;
  const restore = () => {
    Object.assign(Array, { from });
    Object.defineProperty(Array.prototype, 'entries', { value: entries });
    for (const { prototype } of [Array, Object]) Reflect.deleteProperty(prototype, 'toJSON');
  };
  onTestFinished(restore);
  Object.assign(Array, { from: (list: ArrayLike<unknown>) => [].slice.call(list) });
  const define = (prototype: object, name: string, value: () => unknown) =>
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  define(Array.prototype, 'entries', function (this: unknown[]) {
    return this.slice();
  });
  define(Array.prototype, 'toJSON', () => '[]');
  define(Object.prototype, 'toJSON', () => 'an object');
}

test('what a page looks up is the same where a script has replaced what is built in', async () => {
  const { config, tensors } = randomCheckpoint(ONE_HEAD, 3);
  const files = memoryFiles({
    'config.json': JSON.stringify(config),
    'model.safetensors': Uint8Array.from(encodeSafetensors(tensors)),
    'tokenizer.json': JSON.stringify(ownTokenizer.trained.file),
  });
  const look = async () => {
    const { bytes } = await openCheckpoint(files);
    return { bytes, tokenizer: await readTokenizer(files, 1000) };
  };
  const before = await look();
  replaceBuiltIns();
  const after = await look();
  const isSame = before.bytes === after.bytes;
  const [{ tokenizer: a }, { tokenizer: b }] = [before, after];
  const sameFile =
    a.kind === 'bpe' && b.kind === 'bpe' && Buffer.from(a.bytes).equals(Buffer.from(b.bytes));
  expect([isSame, sameFile]).toEqual([true, true]);
});
