// Firefox and WebKit: a page with all elements, a live run on WASM, a drag in the sandbox, and the page for iframes. What they
// make of it is in docs/browsers.md.

import { expect, test } from 'vitest';
import { eventually } from '../eventually.js';
import type { Point } from './drivers.js';
import { NAMES, servePages } from './pages.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>All elements</title>
    <link rel="icon" href="data:,">
    <script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>
  </head>
  <body>
    <attn-model device="wasm">
      <qkv-sandbox></qkv-sandbox>
      <head-finder for="lens" behaviour="previous"></head-finder>
      <attn-lens id="lens" src="/npm/attention-lens/traces/dog.json" token="3"></attn-lens>
    </attn-model>
  </body>
</html>`;

const FRAMED = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A course</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <iframe class="attention-lens" sandbox="allow-scripts" width="800" height="150"
      src="/npm/attention-lens/dist/embed/index.html?trace=dog&layer=4&head=11&token=3"></iframe>
    <script src="/npm/attention-lens/dist/embed/host.js" async></script>
  </body>
</html>`;

/** Without a doctype, zoomed, and in boxes that shrink to what is in them. */
const ODD = `<title>An old page</title>
<link rel="icon" href="data:,">
<script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>
<p><font color="red" size="7"><attn-lens id="lens" src="/npm/attention-lens/traces/dog.json" token="3"></attn-lens></font></p>
<dialog open><head-finder for="lens"></head-finder></dialog>
<table><tr><td><qkv-sandbox></qkv-sandbox></td></tr></table>`;

const open = servePages(
  { '/all': PAGE, '/framed': FRAMED, '/odd': ODD },
  {
    // The page for frames has a policy of its own.
    prepare: ({ url = '' }, response) => {
      if (/^\/framed|\/dist\/embed\//.test(url)) response.removeHeader('Content-Security-Policy');
    },
  },
);

test.each(NAMES)(
  '%s shows all elements, runs the model on WASM and lets the sandbox be dragged',
  async (name) => {
    const driver = await open(name, '/all');
    console.log(driver.version);

    const text = (element: string, part: string) =>
      driver.evaluate<string | null>(
        `document.querySelector('${element}')?.shadowRoot?.querySelector('${part}')?.textContent ?? null`,
      );
    // The finder drives the lens to the head that it found.
    await eventually(() => text('head-finder', '.verdict')).toMatch(
      '4.11 is the previous-token head.',
    );
    await eventually(() => text('attn-lens', '.sentence')).toMatch(
      'The first “the” reads “on” >99.9 %',
    );
    // A picture that is not empty.
    await eventually(() =>
      driver.evaluate<number>(`(() => {
        const canvas = document.querySelector('attn-lens').shadowRoot.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      })()`),
    ).toBeGreaterThan(10);

    // The sandbox, by mouse: the key goes with the pointer, and the weights answer.
    const weights = () =>
      driver.evaluate<number[]>(`[...document.querySelector('qkv-sandbox').weights]`);
    const before = await weights();
    const from = await driver.evaluate<Point>(`(() => {
      const sandbox = document.querySelector('qkv-sandbox');
      sandbox.scrollIntoView();
      const { x, y, width, height } = sandbox.shadowRoot.querySelector('[data-handle=k1] circle').getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    await driver.drag([
      from,
      ...[10, 20, 40, 60].map((step) => ({ x: from.x + step, y: from.y - step })),
    ]);
    await eventually(async () => (await weights()).some((w, i) => w !== before[i])).toBe(true);
    expect((await weights()).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);

    // The model, when asked.
    await driver.evaluate(
      `document.querySelector('attn-lens').shadowRoot.querySelector('[part=run]').click()`,
    );
    await eventually(() =>
      driver.evaluate<number>(
        `document.querySelector('attn-lens').shadowRoot.querySelectorAll('.next li').length`,
      ),
    ).toBe(10);
    await eventually(() => text('attn-lens', '[part~=badge]')).toMatch(/tiny demo model/);
  },
);

test.each(NAMES)(
  '%s shows the page of a sandboxed iframe, as high as it needs, and runs the model in it',
  async (name) => {
    const driver = await open(name, '/framed');
    const inLens = <T>(expression: string) =>
      driver.evaluate<T>(
        `(({ shadowRoot }) => ${expression})(document.querySelector('attn-lens') ?? {})`,
        'iframe',
      );
    await eventually(() =>
      inLens<string>(`shadowRoot?.querySelector('.sentence')?.textContent ?? ''`),
    ).toMatch('The first “the” reads “on” >99.9 %');
    expect(await driver.evaluate('window.origin', 'iframe')).toBe('null');
    await eventually(() =>
      driver.evaluate<number>(`parseInt(document.querySelector('iframe').style.height)`),
    ).toBeGreaterThan(400);

    await inLens(`shadowRoot.querySelector('[part=run]').click()`);
    await eventually(() =>
      inLens<string>(`shadowRoot.querySelector('[part~=badge]')?.textContent ?? ''`),
    ).toMatch(/tiny demo model/);
    await eventually(() => inLens<number>(`shadowRoot.querySelectorAll('.next li').length`)).toBe(
      10,
    );
  },
);

test.each(NAMES)(
  '%s keeps widths, tables and notes in shape on a page without a doctype, and where it is zoomed',
  async (name) => {
    const driver = await open(name, '/odd');
    const width = (tag: string) =>
      driver.evaluate<number>(`document.querySelector('${tag}').getBoundingClientRect().width`);
    await eventually(() =>
      driver.evaluate(`(() => {
        const root = document.querySelector('attn-lens')?.shadowRoot;
        for (const details of root?.querySelectorAll('details') ?? []) details.open = true;
        return root?.querySelectorAll('table').length ?? 0;
      })()`),
    ).toBeGreaterThan(0);
    await eventually(() => width('head-finder')).toBe(640);
    await eventually(() => width('qkv-sandbox')).toBe(640);
    const looks = (selector: string) =>
      driver.evaluate<string>(`(() => {
        const { color, fontSize } = getComputedStyle(document.querySelector('attn-lens').shadowRoot.querySelector('${selector}'));
        return color + fontSize;
      })()`);
    expect(await looks('table')).toBe(await looks('details'));

    for (const zoom of [1, 1.5, 0.6]) {
      const [apart = Number.NaN, inSight] = await driver.evaluate<number[]>(`(async () => {
        document.body.innerHTML = '<p>A layer has <attn-term>heads</attn-term>, side by side.</p>';
        document.querySelector('p').style.margin = '900px 0';
        // With Liberation's fonts alone, WebKitGTK gives generic families no height.
        document.querySelector('p').style.fontFamily = 'Arial, sans-serif';
        document.body.style.setProperty('zoom', ${zoom});
        const term = document.querySelector('attn-term');
        await term.updateComplete;
        term.scrollIntoView({ block: 'center' });
        const find = (part) => term.shadowRoot.querySelector('[part=' + part + ']');
        find('term').click();
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        // Where a pointer meets them: what rectangles say where there is \`zoom\` differs between browsers.
        const [word, note] = ['term', 'note'].map((part) => {
          const met = { top: Infinity, bottom: -Infinity, points: 0 };
          for (let y = 0; y < innerHeight; y += 4)
            for (let x = 0; x < innerWidth; x += 8)
              if (find(part).contains(term.shadowRoot.elementFromPoint(x, y)))
                Object.assign(met, { top: Math.min(met.top, y), bottom: y, points: met.points + 1 });
          return met;
        });
        const { offsetWidth, offsetHeight } = find('note');
        return [
          Math.max(word.top - note.bottom, note.top - word.bottom),
          note.points * 4 * 8 / (offsetWidth * offsetHeight * ${zoom} ** 2),
        ];
      })()`);
      expect(apart, `zoom ${zoom}`).toBeGreaterThanOrEqual(0);
      expect(apart, `zoom ${zoom}`).toBeLessThan(60);
      expect(inSight, `zoom ${zoom}`).toBeGreaterThan(0.9);
    }
  },
);
