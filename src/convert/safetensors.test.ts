import { expect, test, vi } from 'vitest';
import { Safetensors } from './safetensors.js';
import { encodeSafetensors } from './testing/encode-safetensors.js';

async function open(bytes: Uint8Array): Promise<Safetensors> {
  const name = 'model.safetensors';
  const held = Uint8Array.from(bytes);
  const read = async (begin: number, end: number) => held.slice(begin, end);
  return Safetensors.open({ size: held.length, read }, name);
}

/** A file with a header of one's own and `dataBytes` bytes of zeros. */
function withHeader(header: unknown, dataBytes: number): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataBytes)]);
}

const tensor = (begin: number, end: number, shape: unknown = [2, 3], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

const twoTensors = new Map([
  ['first', { dtype: 'F32', shape: [2], values: Float32Array.of(1, 2) }],
  ['second', { dtype: 'F32', shape: [3], values: Float32Array.of(3, 4, 5) }],
] as const);

test.for(['F32', 'F16', 'BF16'] as const)('reads %s', async (dtype) => {
  const values = Float32Array.of(0, 1, -2.5, 0.15625, 1024, -0.0078125);
  const file = await open(encodeSafetensors(new Map([['w', { dtype, shape: [2, 3], values }]])));
  expect(await file.read('w')).toEqual(values);
  expect(file.entries.get('w')?.shape).toEqual([2, 3]);
});

test('reads the tensor that is asked for', async () => {
  const file = await open(encodeSafetensors(twoTensors));
  expect([...(await file.read('second'))]).toEqual([3, 4, 5]);
  expect([...(await file.read('first'))]).toEqual([1, 2]);
});

test('a truncated file names the tensor that is cut', async () => {
  const bytes = encodeSafetensors(twoTensors);
  await expect(open(bytes.subarray(0, -1))).rejects.toThrow(
    /^model.safetensors is truncated: tensor "second"/,
  );
});

test.for([
  [
    'a pointer of Git LFS',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'),
    /Git LFS pointer.*git lfs pull/,
  ],
  ['an empty file', new Uint8Array(), /0 bytes/],
  ['a header longer than the file', withHeader({}, 0).fill(255, 0, 4), /announces a header/],
  ['a header that is not JSON', withHeader('{"w":', 0), /not JSON/],
  ['a header that is a list', withHeader([], 0), /not an object/],
  ['a gap', withHeader({ a: tensor(0, 24), w: tensor(28, 52) }, 52), /"w" at byte 28; 24/],
  ['an overlap', withHeader({ a: tensor(0, 24), w: tensor(20, 44) }, 44), /"w" at byte 20/],
  ['data of no tensor', withHeader({ w: tensor(0, 24) }, 32), /holds 32 bytes.* 24/],
  ['too few bytes for the shape', withHeader({ w: tensor(0, 20) }, 20), /"w" 20 bytes/],
  ['a negative length', withHeader({ w: tensor(0, 24, [-2, -3]) }, 24), /"w" no valid shape/],
  ['an unknown dtype', withHeader({ w: tensor(0, 24, [6], 'F31') }, 24), /"w".*"F31"/],
] as const)('refuses %s', async ([, bytes, message]) => {
  const opening = open(bytes);
  await expect(opening).rejects.toThrow(message);
  await expect(opening).rejects.toMatchObject({ code: 'safetensors' });
});

test.for([
  ['NaN', Number.NaN],
  ['Infinity', -Infinity],
] as const)('refuses a weight that is %s, and says where it is', async ([word, value]) => {
  const values = Float32Array.of(1, 2, value);
  const file = await open(
    encodeSafetensors(new Map([['h.0.w', { dtype: 'F16', shape: [3], values }]])),
  );
  const reading = file.read('h.0.w');
  await expect(reading).rejects.toThrow(new RegExp(`"h.0.w" holds -?${word} at index 2`));
  await expect(reading).rejects.toMatchObject({ code: 'tensor' });
});

test('refuses to read whole numbers as weights', async () => {
  const file = await open(withHeader({ w: tensor(0, 24, [3], 'I64') }, 24));
  await expect(file.read('w')).rejects.toThrow(/"w" is I64; F32, F16 or BF16/);
});

test('a header of a hundred megabytes is refused before it is read', async () => {
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, 100_000_000n, true);
  const read = vi.fn(async () => prefix);
  const opening = Safetensors.open({ size: 2 ** 30, read }, 'model.safetensors');
  await expect(opening).rejects.toThrow(/announces a header of 100000000 bytes/);
  expect(read).toHaveBeenCalledOnce();
});

test('a header that is nested very deep is refused in words', async () => {
  const header = `{"w":${'['.repeat(1e5)}${']'.repeat(1e5)}}`;
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  await expect(open(bytes)).rejects.toThrow('has a header that is not JSON');
});

test('tensors that lie side by side are read at once, and nothing between', async () => {
  const values = (first: number) => Float32Array.of(first, first + 1);
  const bytes = encodeSafetensors(
    new Map(
      ['a', 'b', 'mask', 'c'].map((name, at) => [
        name,
        { dtype: 'F32' as const, shape: [2], values: values(10 * at) },
      ]),
    ),
  );
  const reads: string[] = [];
  const held = Uint8Array.from(bytes);
  const read = async (begin: number, end: number) => {
    reads.push(`${begin - (held.length - 32)}..${end - (held.length - 32)}`);
    return held.slice(begin, end);
  };
  const file = await Safetensors.open({ size: held.length, read }, 'model.safetensors');
  const all = await file.readAll(['c', 'a', 'b']);
  expect([...all.values()]).toEqual([values(0), values(10), values(30)]);
  expect(reads.slice(-2)).toEqual(['0..16', '24..32']);
});
