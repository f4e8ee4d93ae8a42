// In a process of its own: makes jsdom or happy-dom the page, as a unit test's environment does, and takes all elements through
// their life. Prints what threw or was rejected.

import { readFile } from 'node:fs/promises';

const [, , name] = process.argv;

async function makeWindow() {
  if (name === 'jsdom') {
    const { JSDOM } = await import('jsdom');
    return new JSDOM('<!doctype html><body></body>', { url: 'http://localhost/' }).window;
  }
  const { Window } = await import('happy-dom');
  return new Window({ url: 'http://localhost/' });
}

const window = await makeWindow();
// What vitest and jest do: whatever the window has and Node has not becomes global.
for (const key of Object.getOwnPropertyNames(window)) {
  if (
    key in globalThis &&
    !/^(Event|CustomEvent|EventTarget|navigator|AbortController|AbortSignal)$/.test(key)
  )
    continue;
  Object.defineProperty(globalThis, key, {
    configurable: true,
    writable: true,
    value: window[key],
  });
}
for (const key of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
  globalThis[key] = window[key].bind(window);
}
Object.assign(globalThis, { window });

const problems = [];
const report = (error) => problems.push(String(error?.stack ?? error));
process.on('unhandledRejection', report);
process.on('uncaughtException', report);
window.addEventListener('error', ({ error }) => report(error));
const { error } = console;
console.error = (...words) => {
  report(words.join(' '));
  error(...words);
};

const dist = (path) => new URL(`../../dist/${path}`, import.meta.url).href;
const json = async (path) =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));

try {
  await import(dist('index.js'));
  const trace = await json('traces/dog.json');
  const settle = async (element) => {
    for (let turn = 0; turn < 5; turn++) {
      await element.updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const lens = document.createElement('attn-lens');
  const finder = document.createElement('head-finder');
  const sandbox = document.createElement('qkv-sandbox');
  const term = document.createElement('attn-term');
  const model = document.createElement('attn-model');
  model.setAttribute('src', 'tiny');
  lens.id = 'lens';
  lens.trace = trace;
  finder.setAttribute('for', 'lens');
  finder.setAttribute('behaviour', 'previous');
  term.textContent = 'head';
  sandbox.setAttribute('for', 'lens');
  model.append(lens, finder, sandbox, term);
  document.body.append(model);
  for (const element of [model, lens, finder, sandbox, term]) await settle(element);
  if (!/reads|attends|dog/.test(lens.shadowRoot.textContent))
    throw new Error('The lens shows nothing.');
  if (!finder.shadowRoot.textContent.includes('4.11')) throw new Error('The finder found nothing.');
  const changes = [
    [lens, { layer: 4, head: 11, token: 3, average: false }],
    [lens, { view: 'lines', threshold: 0.5, ignoreFirst: true }],
    [lens, { view: 'matrix', stage: 'scores', compare: '5.1', finder: 'sink' }],
    [lens, { lock: 'head text', hide: 'legend', address: 'a', run: 'visible', label: 'A' }],
    [lens, { predict: true }],
    [lens, { predict: false, painted: [{ query: 3, key: 1 }], temporaryTrace: null }],
    [finder, { behaviour: 'painted', pattern: '3.1', top: 2 }],
    [finder, { behaviour: 'induction', hide: 'table', label: 'B' }],
    [sandbox, { tokens: '4', scale: 2, causal: true, goal: 'k3 > .8', dimension: 64, seed: 2 }],
    [
      sandbox,
      { scene: { query: [1, 0], tokens: [{ key: [1, 0] }, { key: [0, 1] }] }, address: 'b' },
    ],
    [term, { term: 'query' }],
    [model, { device: 'wasm' }],
  ];
  for (const [element, change] of changes) {
    Object.assign(element, change);
    await settle(element);
  }
  for (const element of [lens, finder, sandbox, term]) {
    element.setAttribute('lang', 'de');
    await settle(element);
    model.removeChild(element);
    await settle(element);
    model.append(element);
    await settle(element);
    element.remove();
  }
  model.remove();
  await settle(model);

  const [{ createElement }, { createRoot }, components] = await Promise.all([
    import('react'),
    import('react-dom/client'),
    import(dist('types/react.js')),
  ]);
  const place = document.body.appendChild(document.createElement('main'));
  const root = createRoot(place);
  const names = ['AttnModel', 'AttnLens', 'HeadFinder', 'QkvSandbox', 'AttnTerm'];
  for (const given of [{ trace }, { trace, layer: 4, hide: 'map', onAttnHeadChange() {} }]) {
    root.render(
      names.map((key) =>
        createElement(components[key], { key, ...(key === 'AttnLens' && given) }, 'head'),
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const element of place.children) await settle(element);
  }
  if (place.children.length !== names.length) throw new Error('A component is missing.');
  if (!/reads|attends|dog/.test(place.querySelector('attn-lens').shadowRoot.textContent))
    throw new Error('The component of the lens shows nothing.');
  root.unmount();
  await new Promise((resolve) => setTimeout(resolve, 100));
} catch (problem) {
  report(problem);
}
for (const problem of problems) console.log(problem);
process.exit(problems.length > 0 ? 1 : 0);
