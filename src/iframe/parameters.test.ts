import { readFile } from 'node:fs/promises';
import type { Package } from 'custom-elements-manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import customElements from '../../custom-elements.json' with { type: 'json' };
import { findElement, listElements } from '../../scripts/manifest-elements.js';
import { beyond, hasForeignWords, namesServers, RECORDINGS, readParameters } from './parameters.js';
import { ATTRIBUTES, PARTS } from './widget-attributes.js';

const manifest = customElements as unknown as Package;
const PAGE = 'http://course.example/lens/dist/embed/index.html';
const read = (query: string) => readParameters(query, PAGE);
const attributes = (query: string) =>
  Object.fromEntries(
    read(query).widgets.map(({ tag, attributes }) => [tag, Object.fromEntries(attributes)]),
  );

test('without a parameter it is a lens in the theme of the reader', () => {
  expect(read('')).toEqual({
    widgets: [{ tag: 'attn-lens', attributes: new Map() }],
    theme: 'auto',
    lang: undefined,
    trace: undefined,
    model: undefined,
    problems: [],
  });
});

test('a parameter goes to every widget that has it, and with a tag before it to one', () => {
  const query =
    'widgets=attn-lens,head-finder,qkv-sandbox&layer=5&behaviour=previous&hide=live&qkv-sandbox.hide=tools%20files&label=Dog';
  expect(attributes(query)).toEqual({
    'attn-lens': { hide: 'live', label: 'Dog', layer: '5' },
    'head-finder': { hide: 'live', label: 'Dog', behaviour: 'previous' },
    'qkv-sandbox': { hide: 'tools files', label: 'Dog' },
  });
  expect(read(query).problems).toEqual([]);
});

test('a switch is on with its name alone', () => {
  expect(attributes('ignore-first')['attn-lens']).toEqual({ 'ignore-first': '' });
  expect(attributes('ignore-first=false')['attn-lens']).toEqual({});
  expect(read('ignore-first=maybe').problems[0]).toMatch('is a switch');
});

test.each([
  ['https://a.example/trace.json', 'https://a.example/trace.json'],
  ['../../traces/mine.json', 'http://course.example/lens/traces/mine.json'],
  ['/mine.json', 'http://course.example/mine.json'],
])('a trace may be %s', (trace, url) => {
  expect(read(`trace=${encodeURIComponent(trace)}`).trace).toEqual({ url });
});

test.each([
  'javascript:alert(1)//',
  'data:application/json,{}//x',
  'blob:http://course.example/5',
  'file:///etc/passwd',
  'http://elsewhere.example/trace.json',
  '//elsewhere.example/trace.json',
  'https://me:secret@a.example/trace.json',
  'cat',
])('a trace or a model may not be %s', (address) => {
  for (const name of ['trace', 'model']) {
    const request = read(`${name}=${encodeURIComponent(address)}`);
    expect(request.trace ?? request.model).toBeUndefined();
    expect(request.problems).toHaveLength(1);
  }
});

test.each(['hf:openai-community/gpt2', 'hf:a/b@v1.0', 'hf:a/b@main#packs/small'])(
  'a model may be %s, on a hub',
  (model) => {
    const request = read(`model=${encodeURIComponent(model)}`);
    expect(request).toMatchObject({ model, problems: [] });
    expect(hasForeignWords(request)).toBe(true);
    expect(namesServers(request)).toBe(false);
  },
);

test.each(['hf:gpt2', 'hf:', 'HF:a/b', 'hf://a.example/b', 'hf:a/../b', 'hf:a/b/c'])(
  '%s is not a model on a hub',
  (model) => {
    const { problems, model: accepted } = read(`model=${encodeURIComponent(model)}`);
    expect(accepted).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching('hf:owner/name')]);
  },
);

test.each([
  ['trace=dog&model=tiny&compare=4.11', false],
  ['model=gpt2&compare=other', false],
  ['trace=https://a.example/t.json', true],
  ['model=https://a.example/pack/', true],
  ['compare=https://a.example/t.json%234.11', true],
  ['trace=../../traces/mine.json', true],
])('whether %s names a server: %s', (query, names) => {
  expect(namesServers(read(query))).toBe(names);
});

test('what it does not know it names, and shows the rest', () => {
  const request = read('widgets=attn-lens&layer=4&onclick=alert(1)&behaviour=sink&head=a');
  expect(request.problems).toEqual([
    '“head” must be a whole number from 0, or layer.head as in 5.1. It is “a”.',
    '“onclick” is no parameter of attn-lens.',
    '“behaviour” is no parameter of attn-lens.',
  ]);
  expect(request.widgets[0]?.attributes).toEqual(new Map([['layer', '4']]));
  expect(read('widgets=script').problems[0]).toMatch('takes attn-lens, head-finder, qkv-sandbox');
});

test('a head may name its layer', () => {
  expect(attributes('head=5.11')['attn-lens']).toEqual({ layer: '5', head: '11' });
  expect(attributes('layer=5&head=05.01')['attn-lens']).toEqual({ layer: '5', head: '1' });
  expect(attributes('attn-lens.head=4.11&head=1')['attn-lens']).toEqual({ layer: '4', head: '11' });
  expect(read('layer=5&head=5.1').problems).toEqual([]);
  const { problems, widgets } = read('layer=3&head=5.1');
  expect(problems).toEqual(['“head” is 5.1 and names its layer: “layer”, 3, does not count.']);
  expect(Object.fromEntries(widgets[0]?.attributes ?? [])).toEqual({ layer: '5', head: '1' });
  for (const head of ['5.', '.5', '5.5.5', '-5.5', '5,5', '5.*', '5.99999']) {
    expect(read(`head=${encodeURIComponent(head)}`).problems, head).toHaveLength(1);
  }
});

test('a widget that is named twice is shown once, and that is said', () => {
  const { problems, widgets } = read('widgets=attn-lens,qkv-sandbox,attn-lens,attn-lens');
  expect(widgets.map(({ tag }) => tag)).toEqual(['attn-lens', 'qkv-sandbox']);
  expect(problems).toEqual([expect.stringMatching('“widgets” names attn-lens twice')]);
});

test.each([
  'stage=logits',
  'view=LINES',
  'finder=induction',
  'threshold=2',
  'threshold=-1',
  'ablate=all',
  'ablate=4.11 x',
  'compare=nonsense',
  'compare=javascript:alert(1)//x.json',
  'compare=http://elsewhere.example/x.json',
  'compare=a.json%23b%23c',
  'compare=a.json%23nonsense',
  'compare=https://a:b@c.example/x.json%234.11',
  'widgets=head-finder&behaviour=nonsense',
  'widgets=head-finder&pattern=nonsense',
  'widgets=qkv-sandbox&dimension=513',
  'widgets=qkv-sandbox&scale=0',
  'widgets=qkv-sandbox&scale=Infinity',
])('%s is refused', (query) => {
  const { problems, widgets } = read(query);
  expect(problems).toHaveLength(1);
  expect(widgets[0]?.attributes.size).toBe(0);
});

test.each([
  ['4.11', '4.11'],
  ['4.*', '4.*'],
  ['other', 'other'],
  ['other#4.11', 'other#4.11'],
  ['../../traces/dog.json#4.11', 'http://course.example/lens/traces/dog.json#4.11'],
  ['https://a.example/t', 'https://a.example/t'],
])('a head is compared with %s', (compare, attribute) => {
  const query = `compare=${encodeURIComponent(compare)}`;
  expect(read(query).problems).toEqual([]);
  expect(attributes(query)['attn-lens']).toEqual({ compare: attribute });
});

test('a part that no widget has is named, and the others stay hidden', () => {
  const query = 'widgets=attn-lens,qkv-sandbox&hide=live%20tools%20nonsense&lock=k2%20nonsense';
  expect(read(query).problems).toEqual([
    '“hide” takes names of parts, and attn-lens, qkv-sandbox has none that is called “nonsense”. It is “live tools nonsense”.',
    '“lock” takes names of parts, and attn-lens, qkv-sandbox has none that is called “nonsense”. It is “k2 nonsense”.',
  ]);
  expect(attributes(query)['attn-lens']).toEqual({ hide: 'live tools', lock: 'k2' });
  expect(read('hide=tools').problems).toHaveLength(1);
  expect(read('widgets=qkv-sandbox,attn-lens&attn-lens.hide=tools').problems).toHaveLength(1);
});

test('the parts are those that the elements say they have', () => {
  for (const element of listElements(manifest)) {
    const tag = element.tagName as keyof (typeof PARTS)['hide'];
    for (const what of ['hide', 'lock'] as const) {
      const described = element.attributes?.find(({ name }) => name === what)?.description ?? '';
      const names = [...described.matchAll(/`([\w-]+)`/g)].map(([, name]) => name ?? '');
      if (!(tag in PARTS[what])) continue;
      expect(PARTS[what][tag].split(' '), `${tag} ${what}`).toEqual(expect.arrayContaining(names));
      if (tag === 'attn-lens') expect(names).toEqual(PARTS[what][tag].split(' '));
    }
  }
});

test('what the trace does not have is said', () => {
  const trace = {
    model: { id: 'a', name: 'A', layers: 12, heads: 12 },
    tokens: Array.from({ length: 17 }, (_, id) => ({ id, text: 'a' })),
  };
  const [lens] = read('head=12.3&token=17').widgets;
  expect(beyond(trace, lens?.attributes ?? new Map())).toEqual([
    '“layer” is 12, but in this trace the last one is 11, which is shown.',
    '“token” is 17, but in this trace the last one is 16, which is shown.',
  ]);
  expect(beyond(trace, new Map([['token', '16']]))).toEqual([]);
});

test('a value that nearly fits is refused at once', () => {
  // Trying all ways to split one of these would take longer than a test may.
  for (const name of ['ablate', 'compare', 'hide', 'lang', 'head', 'head-finder.pattern']) {
    for (const part of ['4.11', '1.1111', '1', '.', ' ', '_', '#', 'x']) {
      const value = encodeURIComponent(`${part.repeat(600)}x`);
      const { problems } = read(`widgets=attn-lens,head-finder&${name}=${value}`);
      expect(problems.length, `${name} ${part}`).toBeLessThan(2);
    }
  }
});

test('a value of a megabyte is refused in a short sentence', () => {
  const long = 'x'.repeat(2 ** 20);
  for (const name of ['text', 'label', 'trace', 'widgets', 'scene', long]) {
    const { problems, widgets } = read(`${name}=${long}`);
    expect(problems.join(' ').length, name).toBeLessThan(300);
    expect(problems).toHaveLength(1);
    expect(widgets[0]?.attributes.size).toBe(0);
  }
});

test('whatever the address is, there are few short problems, known tags and known attributes', () => {
  const name = fc.oneof(
    fc.constantFrom('widgets', 'theme', 'trace', 'lang', 'model', 'text', 'scene', 'qkv-sandbox.k'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (fields) => {
      const request = read(new URLSearchParams(fields).toString());
      expect(request.problems.length).toBeLessThanOrEqual(9);
      for (const { tag, attributes } of request.widgets) {
        for (const attribute of attributes.keys())
          expect(ATTRIBUTES[tag]).toHaveProperty(attribute);
      }
    }),
  );
});

test('every attribute of the widgets can be set, but where a file is and which element is meant', () => {
  const own = new Set(['src', 'for', 'address', 'model', 'lang']);
  for (const [tag, known] of Object.entries(ATTRIBUTES)) {
    const names = (findElement(manifest, tag).attributes ?? []).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(3);
    expect(Object.keys(known), tag).toEqual(
      expect.arrayContaining(names.filter((attribute) => !own.has(attribute))),
    );
  }
});

test('its recordings are those of the package', async () => {
  for (const name of RECORDINGS) {
    const file = new URL(`../../traces/${name}.json`, import.meta.url);
    expect(JSON.parse(await readFile(file, 'utf8')).format).toBe('attention-trace@1');
  }
});
