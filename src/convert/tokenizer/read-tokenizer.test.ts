// cspell:ignore abcdefghij

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { gpt2Tokenizer } from '../../runtime/worker/tokenizer/gpt2-tokenizer.js';
import { readTokenizerFile } from '../../runtime/worker/tokenizer/read-tokenizer-file.js';
import type { Tokenizer } from '../../runtime/worker/tokenizer/tokenizer.js';
import { ConvertError } from '../convert-error.js';
import { memoryFiles } from '../testing/memory-files.js';
import { GPT2_VOCABULARY, readTokenizer } from './read-tokenizer.js';
import { gpt2Files, mergesText } from './testing/gpt2-files.js';
import own from './testing/own-tokenizer.json' with { type: 'json' };

const END = '<|endoftext|>';
const gpt2 = gpt2Files();
const plain = { single_word: false, lstrip: false, rstrip: false, special: true };

/** As the hub has it for GPT-2, and as transformers 5 writes it. */
const GPT2_JSON = [
  {
    added_tokens: [{ id: 50_256, content: END, ...plain, normalized: true }],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
    post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false },
    model: { dropout: null, continuing_subword_prefix: '', end_of_word_suffix: '', ...gpt2 },
  },
  {
    added_tokens: [{ id: 50_256, content: END, ...plain, normalized: false }],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }],
      special_tokens: {},
    },
    model: {
      ...{ type: 'BPE', dropout: null, byte_fallback: false, ignore_merges: false },
      ...{ vocab: gpt2.vocab, merges: gpt2.merges.map((merge) => merge.split(' ')) },
    },
  },
];

/** A tokenizer of its own: 420 tokens whose ids are not merge ranks, and four that were added. */
const OWN = own.trained.file;
const OWN_VOCABULARY = 424;

async function readOwn(contents: Readonly<Record<string, unknown>>): Promise<Tokenizer> {
  const choice = await readTokenizer(memoryFiles(contents), OWN_VOCABULARY);
  if (choice.kind !== 'bpe') throw new Error(JSON.stringify(choice));
  return readTokenizerFile(choice.bytes);
}

test("GPT-2's merges are those whose sha-256 tiktoken checks, and its vocabulary has the size of the hub's", () => {
  const { vocab, merges } = gpt2;
  expect(createHash('sha256').update(mergesText(merges)).digest('hex')).toBe(
    '1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5',
  );
  // As Python's json.dumps writes it.
  const ascii = JSON.stringify(vocab).replace(/[\u007f-\uffff]/g, '\\u0000');
  expect(ascii.length + 2 * Object.keys(vocab).length - 1).toBe(1_042_301);
});

test.each([
  ["the hub's tokenizer.json", { 'tokenizer.json': GPT2_JSON[0] }],
  ['that of transformers 5', { 'tokenizer.json': GPT2_JSON[1] }],
  [
    'vocab.json and merges.txt',
    { 'vocab.json': gpt2.vocab, 'merges.txt': mergesText(gpt2.merges) },
  ],
  [
    'a padding token past its vocabulary',
    {
      'tokenizer.json': GPT2_JSON[0],
      'added_tokens.json': { '<pad>': 50_257 },
      'tokenizer_config.json': { tokenizer_class: 'GPT2Tokenizer', pad_token: '<pad>' },
    },
  ],
  ['no files', { 'config.json': {}, 'tokenizer_config.json': { model_max_length: 1024 } }],
])("GPT-2's own tokenizer is known: %s", async (_, contents) => {
  expect(await readTokenizer(memoryFiles(contents), GPT2_VOCABULARY)).toEqual({ kind: 'gpt2' });
});

test('it is the same for a model with more ids than it has tokens', async () => {
  const files = memoryFiles({ 'tokenizer.json': GPT2_JSON[0] });
  expect(await readTokenizer(files, 50_304)).toEqual({ kind: 'gpt2' });
});

test('where nothing can be hashed it is a file, which gives the same tokens', async () => {
  vi.stubGlobal('crypto', {});
  const files = memoryFiles({ 'tokenizer.json': GPT2_JSON[0] });
  const choice = await readTokenizer(files, GPT2_VOCABULARY).finally(() => vi.unstubAllGlobals());
  if (choice.kind !== 'bpe') throw new Error(choice.kind);
  const tokenizer = readTokenizerFile(choice.bytes);
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(' the dog', END, "isn't", '漢字', '  '),
    ),
  );
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join('');
      expect(tokenizer.tokenize(text, 1000)).toEqual(gpt2Tokenizer.tokenize(text, 1000));
    }),
    { numRuns: 300 },
  );
});

test("GPT-2's with a token that was added is a file of its own, in which the token has its name", async () => {
  const added = [...(GPT2_JSON[0]?.added_tokens ?? []), { id: 50_257, content: '<pad>', ...plain }];
  const files = memoryFiles({ 'tokenizer.json': { ...GPT2_JSON[0], added_tokens: added } });
  const choice = await readTokenizer(files, 50_258);
  if (choice.kind !== 'bpe') throw new Error(choice.kind);
  const tokenizer = readTokenizerFile(choice.bytes);
  expect(tokenizer.encode(`Hello<pad> world${END}`)).toEqual([15_496, 50_257, 995, 50_256]);
  expect(tokenizer.label(50_257)).toBe('<pad>');
});

test.each(Object.entries(own))(
  "a tokenizer of the model's own gives the ids of Hugging Face's tokenizers: %s",
  async (_, { file, texts }) => {
    const tokenizer = await readOwn({ 'tokenizer.json': file });
    for (const { text, ids } of texts) {
      expect([text, tokenizer.encode(text)]).toEqual([text, ids]);
      expect(tokenizer.decode(ids)).toBe(text);
    }
  },
);

test('from vocab.json and merges.txt it is the same file', async () => {
  const { vocab, merges } = OWN.model;
  const contents = {
    'vocab.json': vocab,
    'merges.txt': mergesText(merges.map((pair) => pair.join(' '))).replaceAll('\n', '\r\n'),
    'added_tokens.json': { '|>The': 422, '<pad>': 423 },
    'special_tokens_map.json': { eos_token: '<|end|>', bos_token: '<|end', unk_token: '<|end' },
    'tokenizer_config.json': {
      tokenizer_class: 'GPT2Tokenizer',
      added_tokens_decoder: Object.fromEntries(
        OWN.added_tokens.slice(0, 2).map(({ id, ...token }) => [id, token]),
      ),
    },
  };
  const [one, other] = await Promise.all([
    readTokenizer(memoryFiles(contents), OWN_VOCABULARY),
    readTokenizer(
      memoryFiles({
        'tokenizer.json': OWN,
        'tokenizer_config.json': { tokenizer_class: 'PreTrainedTokenizerFast' },
      }),
      OWN_VOCABULARY,
    ),
  ]);
  expect(one).toEqual(other);
});

test("GPT-2's class gives a special token that no file has the next id, where the model has one", async () => {
  const { vocab, merges } = OWN.model;
  const files = memoryFiles({
    'vocab.json': vocab,
    'merges.txt': mergesText(merges.map((pair) => pair.join(' '))),
  });
  const [larger, exact] = [await readTokenizer(files, 421), await readTokenizer(files, 420)];
  if (larger.kind !== 'bpe' || exact.kind !== 'bpe') throw new Error('It is not read.');
  expect(readTokenizerFile(larger.bytes).encode(END)).toEqual([420]);
  expect(readTokenizerFile(exact.bytes).encode(END).length).toBeGreaterThan(1);
});

test('ids without a token are named by their number', async () => {
  const added_tokens = [...OWN.added_tokens, { ...plain, id: 430, content: '<last>' }];
  const files = memoryFiles({ 'tokenizer.json': { ...OWN, added_tokens } });
  const choice = await readTokenizer(files, 431);
  if (choice.kind !== 'bpe') throw new Error(choice.kind);
  const tokenizer = readTokenizerFile(choice.bytes);
  expect([425, 430, 5000].map((id) => tokenizer.label(id))).toEqual(['#425', '<last>', '#5000']);
});

const words = (changes: object) => ({ pre_tokenizer: { ...OWN.pre_tokenizer, ...changes } });
const model = (changes: object) => ({ model: { ...OWN.model, ...changes } });
const added = (changes: object) => ({
  added_tokens: [{ ...OWN.added_tokens[0], ...changes }],
});
const withoutByte = Object.fromEntries(
  Object.entries(OWN.model.vocab).filter(([token]) => token !== 'Ā'),
);

test.each<[what: string, changes: object, why: RegExp, vocab?: number]>([
  [
    'WordPiece',
    model({ type: 'WordPiece', vocab: { a: 0 } }),
    /is a WordPiece, and not a byte-level BPE/,
  ],
  ['Unigram', model({ type: 'Unigram', vocab: [['a', -1]] }), /is a Unigram/],
  ['no model', { model: {} }, /of another kind/],
  ['CLIP', model({ end_of_word_suffix: '</w>' }), /has end_of_word_suffix/],
  ['Llama 3', model({ ignore_merges: true }), /has ignore_merges/],
  ['byte fallback', model({ byte_fallback: true }), /has byte_fallback/],
  ['dropout', model({ dropout: 0.1 }), /has dropout/],
  ['a normaliser', { normalizer: { type: 'NFKC' } }, /changes a text before/],
  ['words by white space', { pre_tokenizer: { type: 'Whitespace' } }, /cuts a text into words/],
  ['no words', { pre_tokenizer: null }, /cuts a text into words/],
  [
    'words by a pattern of its own',
    {
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [{ type: 'Split' }, { ...OWN.pre_tokenizer, use_regex: false }],
      },
    },
    /cuts a text into words/,
  ],
  ['a space before the text', words({ add_prefix_space: true }), /puts a space before/],
  ['RoBERTa', { post_processor: { type: 'RobertaProcessing' } }, /adds tokens to every text/],
  [
    'a template',
    {
      post_processor: {
        type: 'Sequence',
        processors: [
          { type: 'ByteLevel' },
          {
            type: 'TemplateProcessing',
            single: [{ SpecialToken: { id: '<s>' } }, { Sequence: { id: 'A' } }],
          },
        ],
      },
    },
    /adds tokens to every text/,
  ],
  ['a token that takes spaces', added({ lstrip: true }), /"<\|end\|>".*spaces beside it/],
  ['a token that stands alone', added({ single_word: true }), /"<\|end\|>"/],
  ['a letter that is another byte', added({ content: 'é' }), /"é" stands for other bytes/],
  ['two tokens of one id', added({ id: 7 }), /two tokens with the id 7/],
  ['an id that is none', added({ id: -1 }), /no id/],
  ['a token without text', added({ content: 3 }), /no text/],
  ['an enormous id', model({ vocab: { ...OWN.model.vocab, abcdefghij: 1e9 } }), /no id/],
  ['a byte that is missing', model({ vocab: withoutByte, merges: [] }), /no tokens for some bytes/],
  ['a merge of unknown tokens', model({ merges: [['a', 'nothing']] }), /joins tokens/],
  ['a merge of three', model({ merges: ['a b c'] }), /joins tokens/],
  ['merges that are none', model({ merges: {} }), /is not a list/],
  ['a vocabulary that is none', model({ vocab: [] }), /is not an object/],
  ['more tokens than the model', {}, /has the id \d+, but the model has 300/, 300],
])('a model with %s takes ids only', async (_, changes, why, vocab = OWN_VOCABULARY) => {
  const files = memoryFiles({ 'tokenizer.json': { ...OWN, ...changes } });
  const choice = await readTokenizer(files, vocab);
  expect(choice).toEqual({ kind: 'none', why: expect.stringMatching(why) });
});

test.each<[config: object, why: RegExp]>([
  [{ tokenizer_class: 'CLIPTokenizer' }, /is a CLIPTokenizer/],
  [{ tokenizer_class: 'RobertaTokenizerFast' }, /is a RobertaTokenizerFast/],
  [{ auto_map: { AutoTokenizer: ['x.Y', null] } }, /program of its own/],
  [{ add_prefix_space: true }, /puts a space/],
  [{ add_bos_token: true }, /adds tokens/],
  [{ split_special_tokens: true }, /plain text/],
  [{ mask_token: { content: '<mask>', lstrip: true } }, /"<mask>"/],
])('settings that do more than GPT-2 does are told: %j', async (config, why) => {
  const files = { 'tokenizer.json': OWN, 'tokenizer_config.json': config };
  const choice = await readTokenizer(memoryFiles(files), OWN_VOCABULARY);
  expect(choice).toEqual({ kind: 'none', why: expect.stringMatching(why) });
});

test('a class that is only said in general does not tell how vocab.json is used', async () => {
  const files = memoryFiles({
    'vocab.json': gpt2.vocab,
    'merges.txt': mergesText(gpt2.merges),
    'tokenizer_config.json': { tokenizer_class: 'PreTrainedTokenizerFast' },
  });
  expect(await readTokenizer(files, GPT2_VOCABULARY)).toMatchObject({ kind: 'none' });
});

test.each<[contents: Record<string, unknown>, why: RegExp]>([
  [{ 'tokenizer.json': '{"model":' }, /tokenizer.json is not JSON/],
  [{ 'tokenizer.json': '['.repeat(1e5) }, /tokenizer.json is not JSON/],
  [{ 'tokenizer.json': [] }, /is not an object/],
  [{ 'vocab.json': gpt2.vocab }, /is in vocab.json/],
  [{ 'vocab.txt': '[PAD]' }, /is in vocab.txt/],
  [{ 'spiece.model': '' }, /is in spiece.model/],
])('files that cannot be read give no tokenizer, and never GPT-2’s', async (contents, why) => {
  const choice = await readTokenizer(memoryFiles(contents), GPT2_VOCABULARY);
  expect(choice).toEqual({ kind: 'none', why: expect.stringMatching(why) });
});

test('without files another vocabulary has no tokenizer', async () => {
  const choice = await readTokenizer(memoryFiles({}), 50_258);
  expect(choice).toEqual({ kind: 'none', why: 'It comes without a tokenizer.' });
});

test('a file that is too large is not read', async () => {
  const files = memoryFiles({ 'tokenizer.json': {} });
  const open = async () => ({ size: 2 ** 40, read: () => Promise.reject(new Error('read')) });
  const choice = await readTokenizer({ ...files, open }, GPT2_VOCABULARY);
  expect(choice).toEqual({ kind: 'none', why: expect.stringContaining('1099511627776 bytes') });
});

test('a network that fails is told as it is', async () => {
  const open = () => Promise.reject(new ConvertError('config', 'The line is cut.'));
  const reading = readTokenizer({ ...memoryFiles({}), open }, GPT2_VOCABULARY);
  await expect(reading).rejects.toThrow('The line is cut.');
});
