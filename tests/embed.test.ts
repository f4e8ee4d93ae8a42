// The page of an iframe, as a blog or a course page embeds it: sandboxed, on a server that sends no CORS headers, with whatever
// its address says.
// cspell:ignore Aussagen keine stammen wankt

import type { Browser, Frame } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openPage } from './browser.js';
import { EMBED, EmbedSite } from './embed-site.js';
import { eventually } from './eventually.js';

let site: EmbedSite;
let browser: Browser;

beforeAll(async () => {
  site = await EmbedSite.start();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(() => {
  site.shared = /^$/;
});

const embed = (query: string) => site.embed(browser, query);
const problems = (frame: Frame) => frame.locator('body > .problem').allTextContents();

test('shows a recording in a sandbox, from a server without CORS headers, and is as high as it needs', async () => {
  const { page, frame, requests, complaints } = await embed('?trace=dog&layer=4&head=11&token=3');
  await eventually(() => frame.locator('attn-lens .sentence').textContent()).toMatch(
    'The first “the” reads “on” >99.9 %',
  );
  expect(await frame.evaluate(() => window.origin)).toBe('null');
  const content = await frame.evaluate(() => document.body.getBoundingClientRect().height);
  expect(content).toBeGreaterThan(400);
  await eventually(() => page.locator('iframe').evaluate(({ style }) => style.height)).toBe(
    `${Math.ceil(content)}px`,
  );
  expect(requests.map((url) => url.replace(/^.*\/dist\/embed\/|\?.*/g, '')).sort()).toEqual(
    [
      'embed.css',
      'embed.js',
      'host.js',
      `${site.url}host`,
      'index.html',
      'recordings/dog.js',
    ].sort(),
  );
  expect(complaints).toEqual([]);
});

test.each([
  ['as browsers have it', 'iframe { border: 2px inset }'],
  ['with everything in the height', '* { box-sizing: border-box }'],
  [
    'with everything in the height, and much of it',
    '* { box-sizing: border-box } iframe { padding: 7px; border: 2.5px solid }',
  ],
  ['with padding beside the height', 'iframe { padding: 7px; border: 3px solid }'],
])('the frame is as high as its page and does not scroll: %s', async (_, css) => {
  const { page, frame } = await embed('?trace=dog');
  await page.addStyleTag({ content: css });
  await frame.locator('attn-lens:state(ready)').waitFor();
  // Another width, so that the page speaks after the style has come.
  await page.locator('iframe').evaluate((iframe) => iframe.setAttribute('width', '640'));
  /** Over some frames of the page: how high the frame was, how much of that is left over, and what a scroll bar takes. */
  const look = async () => {
    const heights = new Set<string>();
    for (let round = 0; round < 5; round++) {
      heights.add(await page.locator('iframe').evaluate(({ style }) => style.height));
      await frame.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    const [spare, bar] = await frame.evaluate(() => {
      const { clientHeight, clientWidth } = document.documentElement;
      return [
        clientHeight - document.body.getBoundingClientRect().height,
        innerWidth - clientWidth,
      ];
    });
    return { heights: heights.size, spare: Math.floor(spare ?? Number.NaN), bar };
  };
  await eventually(look).toEqual({ heights: 1, spare: 0, bar: 0 });
});

test('a lens in a frame is taken along as a frame, with trace, model and what the reader chose', async () => {
  const { page, frame } = await embed('?trace=dog&layer=4&head=11&model=tiny&hide=next&label=Dog');
  const lens = frame.locator('attn-lens');
  await lens.locator('[part=token]').nth(3).click();
  const sentence = await lens.locator('.sentence').textContent();
  const code = await lens.evaluate((element) =>
    (element as import('../src/elements/attn-lens/attn-lens.js').AttnLens).toEmbedCode('frame'),
  );
  await page.evaluate((html) => {
    document.body.innerHTML = html ?? '';
  }, code);
  const [, src = ''] = /src="([^"]*)"/.exec(code ?? '') ?? [];
  expect(Object.fromEntries(new URL(src.replaceAll('&amp;', '&')).searchParams)).toMatchObject({
    ...{ trace: 'dog', layer: '4', head: '11', token: '3', model: 'tiny', hide: 'next' },
    label: 'Dog',
  });
  const copy = page.frameLocator('iframe');
  await eventually(() => copy.locator('attn-lens .sentence').textContent()).toBe(sentence);
  expect(await copy.locator('body > .problem').count()).toBe(0);
});

test('a recording in a frame finds its vectors where traces are shared', async () => {
  site.shared = /\/traces\//;
  const { frame, requests } = await embed('?trace=john-smith&stage=scores');
  await eventually(async () => requests.some((url) => url.endsWith('.qkv.bin'))).toBe(true);
  expect(requests.find((url) => url.endsWith('.qkv.bin'))).toMatch(
    '/npm/attention-lens/traces/john-smith.qkv.bin',
  );
  await eventually(() =>
    frame.locator('attn-lens [part=matrix], attn-lens canvas').count(),
  ).not.toBe(0);
});

test('runs the embedded model in a sandbox, in a worker, once models are shared', async () => {
  site.shared = /\/models\/|onnxruntime-web/;
  const { page, frame, complaints } = await embed('?text=The%20dog%20on%20the%20ship%20ran%20off');
  await frame.locator('attn-lens').getByRole('button', { name: 'Run live' }).click();
  await eventually(() => frame.locator('attn-lens .next li').count()).toBe(10);
  expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^blob:/)]);
  expect(complaints.filter((text) => !/adapters|kept/.test(text))).toEqual([]);
});

test('a model on a hub costs its bytes on every visit, and the hub is not asked before the reader does', async () => {
  const { frame, requests, complaints } = await embed(
    '?model=hf:openai-community/gpt2&run=visible&text=The%20dog%20on%20the%20ship',
  );
  const label = async () =>
    (await frame.locator('attn-lens [part=run]').textContent())?.replaceAll('\u00a0', ' ').trim();
  await eventually(label).toBe('Run live: GPT-2 small from Hugging Face, 498 MB on every visit');
  await frame.locator('attn-lens [part=run]').hover();
  await frame.locator('attn-lens [part=text]').focus();
  expect(requests.filter((url) => /huggingface|hf\.co/.test(url))).toEqual([]);
  expect(complaints).toEqual([]);
  const policy = frame.locator('meta[http-equiv="Content-Security-Policy"]');
  expect(await policy.getAttribute('content')).toMatch(
    / https:\/\/huggingface\.co https:\/\/\*\.hf\.co;/,
  );
});

test('says what is missing where models are not shared', async () => {
  const { frame } = await embed('?trace=dog');
  await frame.locator('attn-lens').getByRole('button', { name: 'Run live' }).click();
  await eventually(() => frame.locator('attn-lens [role=alert]').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringMatching(/could not be fetched.*CORS/s)]),
  );
  expect(await frame.locator('attn-lens [part=token]').count()).toBe(17);
});

test('shows several widgets that know each other', async () => {
  const { frame } = await embed(
    '?widgets=attn-lens,head-finder,qkv-sandbox&trace=dog&behaviour=previous&theme=dark&lang=de&qkv-sandbox.label=Try%20it',
  );
  await eventually(() => frame.locator('attn-lens').getAttribute('layer')).toBe('4');
  expect(await frame.locator('attn-lens').getAttribute('head')).toBe('11');
  expect(await frame.locator('qkv-sandbox').getAttribute('label')).toBe('Try it');
  expect(await frame.locator('html').getAttribute('lang')).toBe('de');
  expect(await frame.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
  expect(await problems(frame)).toEqual([]);
});

test.each([
  'widgets',
  'theme',
  'lang',
  'trace',
  'model',
  'text',
  'label',
  'layer',
  'view',
  'hide',
  'compare',
  'no-such',
])('markup and scripts in %s stay text', async (name) => {
  const attack = `"><img src=${site.foreignUrl}x onerror=alert(1)><script>alert(1)</script>`;
  const { frame, requests } = await embed(`?${name}=${encodeURIComponent(attack)}`);
  await frame.locator('attn-lens').waitFor();
  expect(await frame.evaluate(() => document.querySelectorAll('img, main script').length)).toBe(0);
  // An address beside the page may have any letters; nothing is at this one, and it is asked for only on demand.
  const known = ['text', 'label', 'compare', 'model'].includes(name);
  await eventually(async () => (await problems(frame)).length).toBe(known ? 0 : 1);
  expect(requests.filter((url) => url.startsWith(site.foreignUrl))).toEqual([]);
});

test.each([
  'javascript:alert(1)//',
  'data:text/javascript,alert(1)//',
  'data:application/json;base64,e30=/',
])('%s is no trace and no model', async (address) => {
  const value = encodeURIComponent(address);
  const { frame } = await embed(`?trace=${value}&model=${value}`);
  await frame.locator('attn-lens').waitFor();
  expect(await problems(frame)).toEqual([
    expect.stringMatching(/^“trace” must be an address on https, or beside this page/),
    expect.stringMatching(/^“model” must be an address on https, or beside this page/),
  ]);
});

test('a trace elsewhere is refused, and one that redirects elsewhere is not followed', async () => {
  site.shared = /moved/;
  site.foreignRequests.length = 0;
  const { frame } = await embed(`?trace=${encodeURIComponent(`${site.foreignUrl}trace.json`)}`);
  await frame.locator('attn-lens').waitFor();
  expect(await problems(frame)).toEqual([expect.stringMatching(/must be an address on https/)]);
  const moved = await embed('?trace=/moved.json');
  await eventually(() => problems(moved.frame)).toEqual([
    expect.stringMatching(/moved\.json could not be loaded/),
  ]);
  expect(site.foreignRequests).toEqual([]);
});

test('a redirect is not followed on the same server either, nor by what is compared', async () => {
  site.shared = /moved-here|traces/;
  const { frame } = await embed('?trace=/moved-here.json');
  await eventually(() => problems(frame)).toEqual([
    expect.stringMatching(/moved-here\.json could/),
  ]);
  const compared = await embed('?compare=/moved-here.json%235.5');
  const beside = compared.frame.locator('attn-lens .aside', { hasText: 'moved-here' });
  await eventually(() => beside.allTextContents()).toEqual([expect.stringMatching('could not be')]);
  const direct = await embed('?compare=/npm/attention-lens/traces/dog.json%235.5');
  await eventually(() => direct.frame.locator('attn-lens [part=matrix]').count()).toBe(2);
  expect(await problems(direct.frame)).toEqual([]);
});

test('words of the link are said to be those of the link, in the language of the page', async () => {
  const note = async (query: string) => {
    const { frame } = await embed(query);
    await frame.locator('attn-lens').waitFor();
    return frame.locator('.origin').allTextContents();
  };
  const { host } = new URL(site.url);
  site.shared = /traces/;
  for (const query of [
    'label=The%20bank%20fails',
    'text=Buy%20now',
    'trace=/npm/attention-lens/traces/dog.json',
    'trace=dog&model=hf:someone/tales',
  ]) {
    expect(await note(`?${query}`)).toEqual([
      `Names, texts and numbers shown here come from the link that opened this page. They are not statements of ${host}.`,
    ]);
  }
  expect(await note('?lang=de-AT&label=Die%20Bank%20wankt')).toEqual([
    expect.stringMatching(`stammen aus dem Link.* keine Aussagen von ${host}`),
  ]);
  expect(await note('?lang=fr&label=x')).toEqual([expect.stringMatching('come from the link')]);
  expect(await note('?trace=dog&layer=4&theme=dark')).toEqual([]);
});

test('a head is named as everywhere else, and what the trace does not have is said', async () => {
  const { frame } = await embed('?head=5.5&token=99&hide=live%20nonsense');
  await eventually(() => frame.locator('attn-lens').getAttribute('layer')).toBe('5');
  expect(await frame.locator('attn-lens').getAttribute('head')).toBe('5');
  await eventually(() => problems(frame)).toEqual([
    expect.stringMatching('“hide” takes names of parts'),
    '“token” is 99, but in this trace the last one is 16, which is shown.',
  ]);
  expect(await frame.locator('attn-lens [part=live]').count()).toBe(0);
});

test('is held to its policy: no script from elsewhere, and none in the page', async () => {
  const { frame } = await embed('?trace=dog');
  await frame.locator('attn-lens').waitFor();
  const refused = frame.evaluate(
    (foreign) =>
      new Promise<string[]>((resolve) => {
        const directives: string[] = [];
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (directives.push(effectiveDirective) === 2) resolve(directives);
        });
        for (const script of [{ src: foreign }, { textContent: 'alert(1)' }]) {
          document.head.append(Object.assign(document.createElement('script'), script));
        }
      }),
    site.foreignUrl,
  );
  expect(await refused).toEqual(['script-src-elem', 'script-src-elem']);
});

test('asks only its own server and the hub where the address names no other', async () => {
  const asks = async (query: string) => {
    const { frame } = await embed(query);
    await frame.locator('attn-lens').waitFor();
    return frame.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) =>
            resolve(event.effectiveDirective),
          );
          fetch('https://elsewhere.invalid/').catch(() => setTimeout(resolve, 200, 'asked'));
        }),
    );
  };
  expect(await asks('?trace=dog&model=hf:someone/tales')).toBe('connect-src');
  expect(await asks('?trace=https://elsewhere.invalid/a.json')).toBe('asked');
});

test('a parameter of a megabyte is refused in a sentence', async () => {
  const { page } = await openPage(browser);
  // On its own and with time: the protocol that drives the browser repeats the address with every message.
  await page.goto(`${site.url}${EMBED}?label=${'x'.repeat(2 ** 20)}&layer=4`, { timeout: 110_000 });
  const frame = page.mainFrame();
  await frame.locator('attn-lens').waitFor();
  const [problem = ''] = await problems(frame);
  expect(problem).toMatch('“label” may have 4000 characters.');
  expect(problem.length).toBeLessThan(200);
  expect(await frame.locator('attn-lens').getAttribute('layer')).toBe('4');
});

test('neither page believes messages of strangers', async () => {
  const { page, frame } = await embed('?trace=dog');
  await frame.locator('attn-lens .sentence, attn-lens [part=token]').first().waitFor();
  const height = () =>
    page
      .locator('iframe')
      .first()
      .evaluate(({ style }) => style.height);
  await eventually(height).toMatch(/^\d+px$/);
  const before = await height();
  // A second frame of another kind tells lies, to the host and to its neighbour, and waits for an answer.
  const answers = await page.evaluate(async () => {
    const stranger = document.createElement('iframe');
    stranger.sandbox.add('allow-scripts');
    stranger.srcdoc = `<script>
      let answers = 0;
      addEventListener('message', () => answers++);
      for (const lie of [{ type: 'attention-lens:height', height: 7 }, 'attention-lens:height?', { type: 'eval', code: 'alert(1)' }, null]) {
        parent.postMessage(lie, '*');
        parent.frames[0].postMessage(lie, '*');
      }
      setTimeout(() => parent.postMessage({ answers }, '*'), 300);
    </script>`;
    const heard = new Promise((resolve) => {
      addEventListener(
        'message',
        ({ data }) => data?.answers !== undefined && resolve(data.answers),
      );
    });
    document.body.append(stranger);
    return heard;
  });
  expect(answers).toBe(0);
  expect(await height()).toBe(before);
  // And numbers that are none, from the right frame.
  await page.evaluate(() => {
    const source = document.querySelector('iframe')?.contentWindow ?? null;
    for (const height of [
      -5,
      1e9,
      'NaN',
      '500',
      [500],
      true,
      '9px;color:red',
      {},
      null,
      Number.POSITIVE_INFINITY,
    ]) {
      const data = { type: 'attention-lens:height', height };
      dispatchEvent(new MessageEvent('message', { source, data }));
    }
  });
  expect(await height()).toBe(before);
});
