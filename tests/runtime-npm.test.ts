// The runtime in a project that has installed the package: the samples of docs/runtime.md, copied out of it, in a real browser
// and in Node, and a bundle on another server than the page.

import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage } from './browser.js';
import { type Packed, packPackage } from './packed.js';

const PATIENCE = 900_000;
const docs = await readFile(new URL('../docs/runtime.md', import.meta.url), 'utf8');

/** The first block of a language that contains `words`. */
function sample(language: string, words: string): string {
  const blocks = [...docs.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const found = blocks.find(([, kind, code]) => kind === language && code?.includes(words));
  if (!found?.[2]) throw new Error(`docs/runtime.md has no ${language} with ${words}.`);
  return found[2];
}

const html = (script: string) =>
  `<!doctype html><title>A course</title><link rel="icon" href="data:,"><div id="root"></div>
  <script type="module" src="/${script}"></script>`;

/** A page for each sample that shows what it gives, and lets the text change. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    private: true,
    type: 'module',
    scripts: { build: 'vite build' },
  }),
  'vite.config.js': `
    import react from '@vitejs/plugin-react';
    import vue from '@vitejs/plugin-vue';
    export default {
      plugins: [react(), vue()],
      build: { rollupOptions: { input: ['vanilla.html', 'elsewhere.html', 'react.html', 'vue.html'] } },
    };`,
  'vanilla.html': html('vanilla.js'),
  'vanilla.js': `${sample('js', "engine('tiny')")}
    document.querySelector('#root').textContent =
      [model.name, plan.device, bytes > 2e7, trace.attention(0, 0).length, trace.next[0].text].join();`,
  'elsewhere.html': html('elsewhere.js'),
  'elsewhere.js': `
    import { getRuntime } from 'attention-lens/runtime';
    getRuntime().configure({ device: 'wasm', ortBase: import.meta.env.BASE_URL + 'ort/' });
    const { plan } = await getRuntime().engine('tiny').acquire().run({ text: 'The dog' });
    document.querySelector('#root').textContent = plan.device;`,
  'react.html': html('react.jsx'),
  'use-attention.jsx': sample('jsx', 'useAttention'),
  'react.jsx': `
    import { StrictMode, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    import { useAttention } from './use-attention.jsx';
    function App() {
      const [text, setText] = useState('The dog');
      const { trace, status, retry } = useAttention(text);
      return <>
        <output>{status.state} {trace?.text}</output>
        <button onClick={() => setText('The dog on the ship')}>More</button>
        <button onClick={retry}>Try again</button>
      </>;
    }
    createRoot(document.querySelector('#root')).render(<StrictMode><App /></StrictMode>);`,
  'vue.html': html('vue.js'),
  'Attention.vue': sample('vue', 'defineProps'),
  'vue.js': `
    import { createApp, h, ref } from 'vue';
    import Attention from './Attention.vue';
    const text = ref('The dog');
    createApp({
      render: () => [
        h(Attention, { text: text.value }),
        h('button', { onClick: () => (text.value = 'Once upon a') }, 'More'),
      ],
    }).mount('#root');`,
};

let packed: Packed;
let project: string;
let site: PreviewServer;
/** Two servers of the bundle whose scripts are said to be on the first. */
let cdn: PreviewServer;
let page: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  packed = await packPackage();
  browser = await launchBrowser();
  project = join(packed.folder, 'samples');
  await mkdir(project);
  for (const [name, content] of Object.entries(FILES)) {
    await writeFile(join(project, name), content);
  }
  const npm = (...args: string[]) => promisify(execFile)('npm', args, { cwd: project });
  await npm(
    ...['install', '--no-package-lock', packed.tarball, 'react@19.3.1', 'react-dom@19.3.1'],
    ...['vue@3.5.45', 'vite@8.3.8', '@vitejs/plugin-react@6.3.0', '@vitejs/plugin-vue@6.0.11'],
  );
  const wasm = 'ort-wasm-simd-threaded.wasm';
  await cp(
    join(project, 'node_modules/onnxruntime-web/dist', wasm),
    join(project, 'public/ort', wasm),
  );
  site = await serve('dist');
  cdn = await serve('dist-cdn');
  page = await serve('dist-cdn');
  await npm('run', 'build');
  await npm('run', 'build', '--', '--outDir', 'dist-cdn', '--base', address(cdn));
}, PATIENCE);

afterAll(async () => {
  await browser?.close();
  for (const server of [site, cdn, page]) await server?.close();
  await packed?.remove();
});

const address = (server: PreviewServer) => server.resolvedUrls?.local[0] ?? '';

function serve(outDir: string): Promise<PreviewServer> {
  return preview({
    root: project,
    build: { outDir },
    configFile: false,
    logLevel: 'silent',
    preview: { port: 0 },
  });
}

async function open(name: string, from = site) {
  const { page, complaints } = await openPage(browser);
  await page.goto(`${address(from)}${name}.html`);
  return { page, complaints: () => complaints.filter((text) => !text.includes('adapters')) };
}

const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 120_000 });

test('the first sample', async () => {
  const { page, complaints } = await open('vanilla');
  await eventually(() => page.locator('#root').textContent()).toMatch(
    /^tiny demo model,wasm,true,25,./,
  );
  expect(complaints()).toEqual([]);
});

test('the React hook, also where effects run twice', async () => {
  const { page, complaints } = await open('react');
  const output = page.locator('output');
  await eventually(() => output.textContent()).toBe('ready The dog');
  await page.getByText('More').click();
  await eventually(() => output.textContent()).toBe('ready The dog on the ship');
  expect(page.workers()).toHaveLength(1);
  expect(complaints()).toEqual([]);
});

test('the React hook tries again when the reader says so', async () => {
  const { page } = await openPage(browser);
  await page.route(/\.onnx$/, (route) => route.fulfill({ status: 404 }));
  await page.context().route(/\.onnx$/, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${address(site)}react.html`);
  const output = page.locator('output');
  await eventually(() => output.textContent()).toMatch('failed');
  await page.unroute(/\.onnx$/);
  await page.context().unroute(/\.onnx$/);
  await page.getByText('Try again').click();
  await eventually(() => output.textContent()).toBe('ready The dog');
});

test('the Vue component', async () => {
  const { page, complaints } = await open('vue');
  await eventually(() => page.locator('li').count()).toBe(20);
  const first = await page.locator('li').first().textContent();
  await page.getByText('More').click();
  await eventually(() => page.locator('li').first().textContent()).not.toBe(first);
  expect(page.workers()).toHaveLength(1);
  expect(complaints()).toEqual([]);
});

test('a bundle on another server starts its worker by way of a blob', async () => {
  const { page: tab, complaints } = await open('elsewhere', page);
  await eventually(() => tab.locator('#root').textContent()).toBe('wasm');
  expect(tab.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^blob:/)]);
  expect(complaints()).toEqual([]);
});

test('the fake engine, in plain Node', async () => {
  const script = sample('js', 'FakeEngine').replace(
    '// ... the page asks for a run ...',
    `const { getRuntime } = await import('attention-lens/runtime');
     const lease = getRuntime().engine().acquire();
     const running = lease.run({ text: 'The dog', want: { qkv: ['1.1'] } });`,
  );
  await writeFile(
    join(project, 'fake.mjs'),
    `${script}
    const trace = await running;
    const { tokens } = await lease.tokenize('The dog');
    console.log(JSON.stringify([trace.text, tokens, trace.vectors.vectors('k', 1, 1).length]));`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, ['fake.mjs'], { cwd: project });
  const tokens = [
    { id: 0, text: 'The' },
    { id: 1, text: ' dog' },
  ];
  expect(JSON.parse(stdout)).toEqual(['The dog', tokens, 8]);
});

test('the runtime may be imported where there is no page', async () => {
  await writeFile(
    join(project, 'server.mjs'),
    `import { getRuntime } from 'attention-lens/runtime';
    const engine = getRuntime().engine();
    engine.acquire().release();
    console.log(engine.status.state, engine.known.name, typeof document);`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, ['server.mjs'], { cwd: project });
  expect(stdout).toBe('idle tiny demo model undefined\n');
});
