// What a reader's moves cost in the lens, beside the way attention is drawn elsewhere.
//
//   npm run bench:lens
//
// Rivals draw a head as one SVG line per pair of tokens (bertviz, exBERT) and make it anew for another head. Both are measured
// on the same trace of 12 x 12 heads, the moves of one interleaved with those of the other, from the change to a laid-out
// page: script, style and layout; what the compositor then paints is not counted. The lens does more in that time: chips,
// numbers, the matrix, the map. Exits with an error where a head switch at 64 tokens takes a frame or longer in the median.

import { serve } from '../scripts/serve.js';
import { encodeTrace } from '../src/runtime/trace/index.js';
import { randomTrace } from '../src/runtime/trace/testing/random-trace.js';
import { launchBrowser, openPage } from '../tests/browser.js';
import { median } from './median.js';
import { isTiny } from './tiny.js';

/** Tokens, and rounds: 33,000 lines of SVG take their time. */
const LENGTHS: readonly (readonly [tokens: number, rounds: number])[] = isTiny
  ? [[17, 1]]
  : [
      [17, 30],
      [64, 20],
      [256, 5],
    ];
const FRAME_MS = 1000 / 60;

const PAGE = `<!doctype html><meta charset="utf-8"><title>Bench</title>
  <script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
  <attn-lens></attn-lens><svg id="pairs" width="600" height="3000"></svg>`;

const traces = new Map(
  LENGTHS.map(([queries]) => [
    `/trace-${queries}.json`,
    JSON.stringify(encodeTrace(randomTrace({ layers: 12, heads: 12, queries }))),
  ]),
);

const server = await serve({
  first: ({ url = '' }, response) => {
    // An isolated page has a clock of 5 microseconds instead of 100.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const body = url === '/bench.html' ? PAGE : traces.get(url);
    if (body === undefined) return false;
    const type = url.endsWith('.json') ? 'application/json' : 'text/html; charset=utf-8';
    response.setHeader('Content-Type', type);
    response.end(body);
    return true;
  },
});

/** Milliseconds of every round, by what was done. */
type Times = Record<'switch' | 'svgSwitch' | 'hover' | 'svgHover' | 'map', number[]>;

/** Runs in the page. */
async function measure({ src, rounds }: { src: string; rounds: number }): Promise<Times> {
  type Lens = HTMLElement & {
    src: string;
    layer: number;
    head: number;
    ignoreFirst: boolean;
    status: string;
    updateComplete: Promise<boolean>;
    shown: {
      tokens: readonly unknown[];
      attention(layer: number, head: number): Float32Array;
    } | null;
  };
  const lens = document.querySelector('attn-lens') as Lens;
  const svg = document.querySelector('#pairs') as SVGSVGElement;
  await customElements.whenDefined('attn-lens');
  lens.src = src;
  while (lens.status !== 'ready' || lens.shown === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await lens.updateComplete;
  const trace = lens.shown;
  const count = trace.tokens.length;

  const drawPairs = (layer: number, head: number) => {
    const weights = trace.attention(layer, head);
    const lines: SVGLineElement[] = [];
    for (let query = 0; query < count; query++) {
      for (let key = 0; key <= query; key++) {
        const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
        line.setAttribute('x1', '80');
        line.setAttribute('x2', '480');
        line.setAttribute('y1', String(query * 11 + 6));
        line.setAttribute('y2', String(key * 11 + 6));
        line.setAttribute('stroke', 'blue');
        line.setAttribute('stroke-opacity', String(weights[query * count + key]));
        line.dataset.query = String(query);
        lines.push(line);
      }
    }
    svg.replaceChildren(...lines);
  };
  const hoverPairs = (query: number) => {
    for (const line of svg.children as HTMLCollectionOf<SVGLineElement>) {
      line.setAttribute('visibility', Number(line.dataset.query) === query ? 'visible' : 'hidden');
    }
  };
  const time = async (work: () => unknown): Promise<number> => {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    await work();
    // Asks for layout, which would otherwise fall into the next frame.
    document.body.getBoundingClientRect();
    return performance.now() - start;
  };

  const times: Times = { switch: [], svgSwitch: [], hover: [], svgHover: [], map: [] };
  const plot = lens.shadowRoot?.querySelector('.matrix .plot') as HTMLElement;
  for (let round = 0; round < rounds; round++) {
    const [layer, head] = [round % 12, (7 * round) % 12];
    times.switch.push(
      await time(() => {
        Object.assign(lens, { layer, head });
        return lens.updateComplete;
      }),
    );
    times.svgSwitch.push(await time(() => drawPairs(layer, head)));
    const query = (5 * round + 3) % count;
    const box = plot.getBoundingClientRect();
    times.hover.push(
      await time(() => {
        plot.dispatchEvent(
          new PointerEvent('pointermove', {
            clientX: box.left + (box.width * (Math.floor(query / 2) + 0.5)) / count,
            clientY: box.top + (box.height * (query + 0.5)) / count,
          }),
        );
        return lens.updateComplete;
      }),
    );
    times.svgHover.push(await time(() => hoverPairs(query)));
  }
  // The whole map is drawn anew when the first token is left out, and when it is taken in again.
  for (let round = 0; round < 6; round++) {
    times.map.push(
      await time(() => {
        lens.ignoreFirst = !lens.ignoreFirst;
        return lens.updateComplete;
      }),
    );
  }
  return times;
}

const browser = await launchBrowser();
try {
  const table: Record<string, string | number>[] = [];
  for (const [tokens, rounds] of LENGTHS) {
    const { page } = await openPage(browser, { viewport: { width: 1000, height: 900 } });
    // What the compiler of this file calls in functions that it gives names to, and the page does not know.
    await page.addInitScript('globalThis.__name = (value) => value');
    await page.goto(`${server.url}bench.html`);
    const times = await page.evaluate(measure, { src: `/trace-${tokens}.json`, rounds });
    const nodes = await page.evaluate(() => {
      const root = document.querySelector('attn-lens')?.shadowRoot as ShadowRoot;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
      let count = 0;
      while (walker.nextNode()) count++;
      return count;
    });
    const row = {
      tokens,
      'head switch, ms': median(times.switch),
      'SVG head switch, ms': median(times.svgSwitch),
      'hover, ms': median(times.hover),
      'SVG hover, ms': median(times.svgHover),
      'whole map, ms': median(times.map),
    };
    table.push({
      ...Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          name === 'tokens' ? value : value.toFixed(2),
        ]),
      ),
      'switch: lens / SVG': (row['head switch, ms'] / row['SVG head switch, ms']).toFixed(2),
      'hover: lens / SVG': (row['hover, ms'] / row['SVG hover, ms']).toFixed(2),
      'lens nodes': nodes,
      'SVG nodes': (tokens * (tokens + 1)) / 2,
    });
    if (tokens === 64 && !(row['head switch, ms'] < FRAME_MS)) process.exitCode = 1;
    await page.close();
  }
  console.table(table);
} finally {
  await browser.close();
  await server.close();
}
