// What a reader takes along, opened again.
// cspell:ignore aufgezeichnet Kopf liest

import axe from 'axe-core';
import { describe, expect, test, vi } from 'vitest';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { FakeEngine } from '../../../runtime/testing/fake-engine.js';
import { parseTrace, Trace, type TraceFile } from '../../../runtime/trace/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import type { AttnLens } from '../attn-lens.js';
import { find, resetPage, sentence } from '../testing/lens.js';
import { resetAddress, showPinned } from '../testing/pinned-lens.js';

resetAddress();
resetPage();

/** Texts that have broken other tools, as tokens. */
const ODD = [
  '<script>alert(1)</script>',
  ' "quoted", and; more',
  '=HYPERLINK("http://evil.example")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\ttab',
  '\n',
  '\u0000',
  '\ud800',
  ' 👩‍👧',
  'שלום',
  ']]>&amp;--></svg>',
  '',
  'x'.repeat(300),
];

const odd = () => {
  const random = randomTrace({ layers: 2, heads: 2, queries: ODD.length });
  return new Trace(
    {
      model: { id: '../<b>/model', name: '<img src=x onerror=alert(1)>', layers: 2, heads: 2 },
      text: ODD.join(''),
      tokens: ODD.map((text, id) => ({ id, text })),
      causal: true,
      provenance: { kind: 'constructed', source: '<script>alert(2)</script> & "me"' },
    },
    (layer, head) => random.attention(layer, head),
  );
};

/** Rows and fields of a CSV file, by RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, field = '', end] of text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)) {
    const plain = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
    rows.at(-1)?.push(plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('the picture', () => {
  test('as SVG is valid, needs nothing else, and says tokens, sentence and source', async () => {
    const lens = await showPinned({ label: 'Who reads whom' });
    const svg = await lens.toSvg();
    const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(file.querySelector('parsererror')).toBe(null);
    const texts = [...file.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['Who reads whom', '·dog', '·on']));
    expect(texts.join(' ')).toMatch('The second “dog” reads “on” 84 %.');
    expect(texts.join(' ')).toMatch(/head 5\.5/);
    expect(texts.join(' ')).toMatch(/Recording: /);
    expect(svg).not.toMatch(/(?:href|src)="(?!data:)|url\(|<style|font-face/);
    // A box for each of the weights that are not masked.
    expect(file.querySelectorAll('rect').length).toBeGreaterThan((17 * 18) / 2);
  });

  test('as PNG has twice the pixels, and is not blank', async () => {
    const lens = await showPinned();
    const picture = await createImageBitmap(await lens.toPng());
    const half = await createImageBitmap(await lens.toPng(1));
    expect(picture.width).toBe(2 * half.width);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4) {
      colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    }
    expect(colours.size).toBeGreaterThan(30);
  });

  test('of a long text has its matrix as one image', async () => {
    const lens = await showPinned({
      trace: randomTrace({ layers: 1, heads: 1, queries: 96 }),
      token: null,
    });
    const svg = await lens.toSvg();
    expect(svg.match(/<image /g)).toHaveLength(1);
    expect(svg).toMatch('href="data:image/png;base64,');
    expect(svg.length).toBeLessThan(300_000);
  });

  test('is in the language of the lens', async () => {
    const lens = await showPinned({ lang: 'de' });
    await expect.poll(() => sentence(lens)).toMatch('liest zu 84 %');
    expect(await lens.toSvg()).toMatch('aufgezeichnet · GPT-2 small · Kopf 5.5');
  });
});

describe('the picture is what is on screen', () => {
  const texts = (svg: string) =>
    [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('text')]
      .map(({ textContent }) => textContent)
      .join(' ');

  test('axes and the masked half are named, and it has a caption where the page has one', async () => {
    const lens = await showPinned();
    lens.innerHTML = '<p slot="caption">Figure 1. Induction, &lt;caught&gt; in the act.</p>';
    const svg = await lens.toSvg();
    for (const said of ['looks (query)', 'is looked at (key)', 'the future: masked'])
      expect(texts(svg)).toMatch(said);
    expect(texts(svg)).toMatch('Figure 1. Induction, <caught> in the act.');
  });

  test('lines', async () => {
    const lens = await showPinned({ view: 'lines', token: null, threshold: 0.5 });
    await vi.waitFor(() => find(lens, '.lines'));
    const [, drawn] = /(\d+) of/.exec(find(lens, '.legend').textContent ?? '') ?? [];
    const file = new DOMParser().parseFromString(await lens.toSvg(), 'image/svg+xml');
    expect(file.querySelectorAll('path')).toHaveLength(Number(drawn));
    expect(texts(await lens.toSvg())).toMatch('50 %');
  });

  test('two heads beside each other, each named and with its sentence', async () => {
    const lens = await showPinned({ compare: '4.11' });
    await vi.waitFor(() => find(lens, '.matrix.second'));
    const said = texts(await lens.toSvg());
    expect(said).toMatch('GPT-2 small · head 5.5');
    expect(said).toMatch('GPT-2 small · head 4.11');
    expect(said.replace(/\s+/g, ' ')).toMatch('reads the second “the” >99.9 %');
  });

  test('an average is called one, also in the name of the file', async () => {
    const lens = await showPinned({ average: true });
    expect(texts(await lens.toSvg())).toMatch('layer 5, average of its heads');
  });

  test('scores, in picture and table', async () => {
    const lens = await showPinned({
      trace: null,
      src: '/traces/john-smith.json',
      token: null,
      stage: 'scores',
    });
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
    await vi.waitFor(async () => expect(texts(await lens.toSvg())).toMatch('linear scale'));
    const rows = readCsv(await lens.toCsv());
    // q·k of the future too, and no weights.
    expect(rows[1]?.slice(2).every((field) => /^-?\d+\.\d{6}$/.test(field))).toBe(true);
    expect(Math.max(...(rows[1]?.slice(2).map(Number) ?? []).map(Math.abs))).toBeGreaterThan(1);
  });
});

describe('the matrix as CSV', () => {
  test('has a row per query with its weights, and nothing where masked', async () => {
    const lens = await showPinned();
    const rows = readCsv(await lens.toCsv());
    const weights = parseTrace(dog).attention(5, 5);
    expect(rows).toHaveLength(18);
    expect(rows[0]?.slice(0, 4)).toEqual(['position', 'token', 'The', ' dog']);
    expect(rows[11]?.slice(0, 2)).toEqual(['10', ' dog']);
    expect(Number(rows[11]?.[4])).toBeCloseTo(weights[10 * 17 + 2] ?? 0, 5);
    expect(rows[11]?.slice(13)).toEqual(['', '', '', '', '', '']);
  });

  test('keeps odd texts whole, and none of them is a formula', async () => {
    const rows = readCsv(await (await showPinned({ trace: odd(), token: null })).toCsv());
    const tokens = rows.slice(1).map(([, token]) => token);
    expect(tokens).toHaveLength(ODD.length);
    expect(tokens[1]).toBe(ODD[1]);
    expect(tokens.slice(2, 7)).toEqual(ODD.slice(2, 7).map((text) => `'${text}`));
    for (const token of tokens) expect(token).not.toMatch(/^\s*[=+\-@]/);
    for (const row of rows) expect(row).toHaveLength(ODD.length + 2);
  });
});

describe('the trace as JSON', () => {
  test('loads again through src and shows the same', async () => {
    const lens = await showPinned();
    const src = URL.createObjectURL(new Blob([await lens.toJson()], { type: 'application/json' }));
    const again = await showPinned({ trace: null, src });
    await vi.waitFor(() => expect(again.status).toBe('ready'));
    await again.updateComplete;
    expect(sentence(again)).toBe(sentence(lens));
    expect(again.shown?.tokens).toEqual(lens.shown?.tokens);
  });

  test('of odd texts too', async () => {
    const lens = await showPinned({ trace: odd(), token: null });
    const file = JSON.parse(await lens.toJson()) as TraceFile;
    expect(parseTrace(file).tokens.map((token) => 'text' in token && token.text)).toEqual(ODD);
  });
});

test('odd texts make a valid SVG, and no markup of their own', async () => {
  const svg = await (await showPinned({ trace: odd(), token: 6, label: '<b>"&' })).toSvg();
  const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(file.querySelector('parsererror')).toBe(null);
  expect(file.querySelector('script, img, b')).toBe(null);
  expect(svg).not.toMatch('<script');
});

describe('embed code', () => {
  test('as a script tag makes the same lens on another page, with the trace in it where it has no address', async () => {
    const lens = await showPinned({ ignoreFirst: true, hide: 'live', label: 'A "title" <b>' });
    const code = await lens.toEmbedCode();
    const page = new DOMParser().parseFromString(code ?? '', 'text/html');
    expect(page.querySelector('script[type=module]')?.getAttribute('src')).toMatch(
      /attention-lens@[\d.]+\/dist\/cdn\/attn-lens\.js$/,
    );
    const made = page.querySelector('attn-lens') as AttnLens;
    expect(made.getAttribute('label')).toBe('A "title" <b>');
    const copy = document.importNode(made, true);
    document.body.append(copy);
    await vi.waitFor(() => expect(copy.status).toBe('ready'));
    await copy.updateComplete;
    expect(copy.selection).toEqual(lens.selection);
    expect([copy.ignoreFirst, copy.hide]).toEqual([true, 'live']);
    expect(sentence(copy)).toBe(sentence(lens));
  });

  test('takes along what the page or the reader put into the text box, and addresses in full', async () => {
    const lens = await showPinned({
      text: 'Mine, & "yours"',
      model: 'packs/one/',
      compare: 'dog.json#4.11',
    });
    const code = (await lens.toEmbedCode()) ?? '';
    const made = new DOMParser().parseFromString(code, 'text/html').querySelector('attn-lens');
    expect(made?.getAttribute('text')).toBe('Mine, & "yours"');
    expect(made?.getAttribute('model')).toBe(new URL('packs/one/', document.baseURI).href);
    expect(made?.getAttribute('compare')).toBe(
      `${new URL('dog.json', document.baseURI).href}#4.11`,
    );
  });

  test.each(['hf:someone/tales@v1#small', 'gpt2'])('keeps the model %s', async (model) => {
    const src = new URL('../../../../traces/dog.json', import.meta.url).href;
    const lens = await showPinned({ trace: null, src, model });
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
    expect(await lens.toEmbedCode()).toContain(` model="${model}"`);
    const [, address = ''] = /src="([^"]*)"/.exec((await lens.toEmbedCode('frame')) ?? '') ?? [];
    const { searchParams } = new URL(address.replaceAll('&amp;', '&'));
    expect(searchParams.get('model')).toBe(model);
  });

  test('keeps a model on a hub that the page gives by an <attn-model> or as its own', async () => {
    const engine = new FakeEngine();
    engine.manifestUrl = 'hf:someone/tales';
    const uninstall = engine.install();
    const lens = await showPinned();
    expect(await lens.toEmbedCode()).toContain(' model="hf:someone/tales"');
    uninstall();
  });

  test.each(['4.11', '4.*'])('names the head %s of another text as the page did', async (head) => {
    const lens = await showPinned({ compare: `dog.json#${head}` });
    const code = (await lens.toEmbedCode()) ?? '';
    expect(code).toContain(`compare="${new URL('dog.json', document.baseURI).href}#${head}"`);
  });

  test('of odd texts holds no script but its own', async () => {
    const code = (await (await showPinned({ trace: odd(), token: null })).toEmbedCode()) ?? '';
    const page = new DOMParser().parseFromString(code, 'text/html');
    expect([...page.querySelectorAll('script')].map(({ type }) => type)).toEqual([
      'module',
      'application/json',
    ]);
    expect(page.querySelector('img, b')).toBe(null);
  });

  test('as a frame names the trace by its address, and there is none for a trace without', async () => {
    expect(await (await showPinned()).toEmbedCode('frame')).toBe(null);
    const src = URL.createObjectURL(new Blob([JSON.stringify(dog)], { type: 'application/json' }));
    const lens = await showPinned({ trace: null, src });
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
    const code = (await lens.toEmbedCode('frame')) ?? '';
    const frame = new DOMParser().parseFromString(code, 'text/html').querySelector('iframe');
    const { pathname, searchParams } = new URL(frame?.src ?? '');
    expect(pathname).toMatch(/\/dist\/embed\/index\.html$/);
    expect(frame?.getAttribute('sandbox')).toBe('allow-scripts');
    // Without the browser's border, on pages too whose policy forbids a style.
    expect([frame?.frameBorder, frame?.getAttribute('style')]).toEqual(['0', null]);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      trace: src,
      layer: '5',
      head: '5',
      token: '10',
      theme: 'light',
      lang: 'en',
    });
  });
});

describe('the drawer', () => {
  test('opens with files, a link and code, and says what was saved', async () => {
    const lens = await showPinned();
    const drawer = find<HTMLDetailsElement>(lens, '[part=take-away]');
    drawer.querySelector('summary')?.click();
    await vi.waitFor(() => find(lens, '[data-save=csv]'));
    expect(find<HTMLTextAreaElement>(lens, '[data-code]').value).toMatch('<attn-lens');
    const { violations } = await axe.run(lens, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    for (const kind of ['png', 'svg', 'json', 'csv']) {
      find(lens, `[data-save=${kind}]`).click();
      await vi.waitFor(() => expect(saved.at(-1)).toMatch(new RegExp(`\\.${kind}$`)));
    }
    expect(saved).toEqual([
      'attention-gpt2-5.5.png',
      'attention-gpt2-5.5.svg',
      'attention-gpt2.json',
      'attention-gpt2-5.5.csv',
    ]);
    await vi.waitFor(() =>
      expect(find(lens, '.export [role=status]').textContent).toBe(
        'Saved as attention-gpt2-5.5.csv.',
      ),
    );
  });

  test('keeps files back that would tell what the reader has yet to guess', async () => {
    const lens = await showPinned({ predict: true });
    await vi.waitFor(() => expect(sentence(lens)).toMatch('Which token'));
    find(lens, '[part=take-away] summary').click();
    await vi.waitFor(() => find(lens, '[data-save=csv]'));
    const files = [...lens.renderRoot.querySelectorAll<HTMLButtonElement>('[data-save]')];
    expect(files.map(({ disabled }) => disabled)).toEqual([true, true, true, true]);
    expect(find(lens, '.export').textContent).toMatch('once you have guessed');
    const { violations } = await axe.run(lens, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    find(lens, '[data-side=token] [data-index="2"]').click();
    await lens.updateComplete;
    expect(files.map(({ disabled }) => disabled)).toEqual([false, false, false, false]);
    expect(find(lens, '.export').textContent).not.toMatch('once you have guessed');
  });

  test('copies the code', async () => {
    const lens = await showPinned();
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    find(lens, '[part=take-away] summary').click();
    await vi.waitFor(() => find(lens, '[data-copy=code]'));
    find(lens, '[data-copy=code]').click();
    expect(copied).toHaveBeenCalledWith(await lens.toEmbedCode());
    await vi.waitFor(() => expect(find(lens, '.export [role=status]').textContent).toBe('Copied.'));
  });

  test('names files safely', async () => {
    const lens = await showPinned({ trace: odd(), token: null, layer: 0, head: 0 });
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    find(lens, '[part=take-away] summary').click();
    await vi.waitFor(() => find(lens, '[data-save=csv]'));
    find(lens, '[data-save=csv]').click();
    await vi.waitFor(() => expect(saved).toHaveBeenCalled());
    expect((saved.mock.contexts[0] as HTMLAnchorElement).download).toBe(
      'attention--b-model-0.0.csv',
    );
  });
});
