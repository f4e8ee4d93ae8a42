// cspell:ignore linse
import { expect, test } from 'vitest';
import type { LiveTrace } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import { type LensChoices, LensStore } from './lens.store.js';

const UNSET: LensChoices = {
  layer: 0,
  head: 0,
  average: false,
  token: null,
  ignoreFirst: false,
  view: 'matrix',
  stage: 'softmax',
  threshold: 0.9,
  finder: null,
  compare: null,
  ablate: null,
  painted: null,
  temporaryTrace: null,
  text: null,
};

interface Setting {
  readonly choices?: Partial<LensChoices>;
  readonly recording?: Trace | null;
  readonly lock?: readonly string[];
  readonly asks?: boolean;
}

/** A store with a host that has nothing of an element but its choices. */
function open({
  choices = {},
  recording = randomTrace({ layers: 4, heads: 4, queries: 6 }),
  lock = [],
  asks = false,
}: Setting = {}) {
  const host = {
    choices: { ...UNSET, ...choices },
    recording,
    run: null as LiveTrace | null,
    lock,
    told: [] as Readonly<Record<string, unknown>>[],
    answers: [] as number[],
    updates: 0,
  };
  const store = new LensStore({
    get choices() {
      return host.choices;
    },
    recording: () => host.recording,
    run: () => host.run,
    isLocked: (...names) => names.some((name) => host.lock.includes(name)),
    onAnswer: (token) => {
      if (asks) host.answers.push(token);
      return asks;
    },
    onChange: (changes) => {
      host.choices = { ...host.choices, ...changes };
    },
    onUpdate: () => {
      host.updates++;
    },
    onHead: (layer, head) => host.told.push({ kind: 'head', layer, head }),
    onToken: (token) => host.told.push({ kind: 'token', token }),
    onPaint: (cells) => host.told.push({ kind: 'paint', cells }),
  });
  return { host, store };
}

const runOf = (size: Parameters<typeof randomTrace>[0]) => randomTrace(size) as LiveTrace;
const head = (layer: number, index: number, average = false) => ({ layer, head: index, average });

test('what the page sets holds at once, clamped to the trace where it is read', () => {
  const { host, store } = open({ choices: { layer: 9, head: 1, token: 99, view: 'linse' } });
  expect(store.chosen).toEqual(head(3, 1));
  expect(store.selection).toEqual({ layer: 3, head: 1, token: 5 });
  expect(store.view).toBe('matrix');
  host.choices = { ...host.choices, layer: 2, token: null };
  expect(store.selection).toEqual({ layer: 2, head: 1, token: null });
  expect(host.choices.view).toBe('linse');
  expect(host.told).toEqual([]);
});

test.each([
  [Number.NaN, 0.9],
  [0, 0.1],
  [7, 1],
  [0.5, 0.5],
])('a threshold of %s is read as %s', (threshold, read) => {
  expect(open({ choices: { threshold } }).store.threshold).toBe(read);
});

test('an average of one head is that head', () => {
  const recording = randomTrace({ layers: 2, heads: 1, queries: 3 });
  expect(open({ recording, choices: { average: true } }).store.chosen.average).toBe(false);
});

test('a pinned token is unpinned by the same request, and the page is told of both', () => {
  const { host, store } = open();
  store.pin(2);
  expect(store.focus).toEqual({ kind: 'token', token: 2 });
  store.pin(2);
  expect(host.choices.token).toBeNull();
  expect(host.told).toEqual([
    { kind: 'token', token: 2 },
    { kind: 'token', token: null },
  ]);
});

test('a token that the trace does not have is not pinned', () => {
  const { host, store } = open();
  store.pin(6);
  expect([host.choices.token, host.told]).toEqual([null, []]);
});

test('while the reader is asked, a pin is the answer', () => {
  const { host, store } = open({ asks: true });
  store.pin(3);
  expect([host.answers, host.choices.token]).toEqual([[3], null]);
});

test('a preview goes before what is pinned, and tells nobody', () => {
  const { host, store } = open({ choices: { token: 1 } });
  store.preview({ kind: 'cell', query: 3, key: 2 });
  store.preview({ kind: 'cell', query: 3, key: 2 });
  expect(store.focus).toEqual({ kind: 'cell', query: 3, key: 2 });
  expect([host.updates, host.told]).toEqual([1, []]);
  store.preview(null);
  expect(store.focus).toEqual({ kind: 'token', token: 1 });
});

test('one token or one other key is pinned, not both', () => {
  const { host, store } = open({ choices: { token: 1 } });
  store.pinKey(4);
  expect([host.choices.token, store.pinnedKey]).toEqual([null, 4]);
  store.pin(2);
  expect([host.choices.token, store.pinnedKey]).toEqual([2, null]);
});

test('everything is released at once, and once', () => {
  const { host, store } = open({ choices: { token: 1 } });
  store.preview({ kind: 'token', token: 2 });
  store.previewHead(head(1, 1));
  expect(store.release()).toBe(true);
  expect([host.choices.token, store.focus, store.previewedHead]).toEqual([null, null, null]);
  expect(store.release()).toBe(false);
});

test('a locked pin is not released, but its preview is', () => {
  const { host, store } = open({ choices: { token: 1 }, lock: ['token'] });
  expect(store.release()).toBe(false);
  store.preview({ kind: 'token', token: 2 });
  expect(store.release()).toBe(true);
  expect([host.choices.token, store.focus]).toEqual([1, { kind: 'token', token: 1 }]);
});

test('a chosen head ends the preview, and the page is told once', () => {
  const { host, store } = open();
  store.previewHead(head(2, 2));
  store.chooseHead(head(2, 3));
  store.chooseHead(head(2, 3));
  expect([store.chosen, store.previewedHead]).toEqual([head(2, 3), null]);
  expect(host.told).toEqual([{ kind: 'head', layer: 2, head: 3 }]);
});

test('a linked element shows a head without news, and learns of a lock', () => {
  const { host, store } = open();
  expect(store.showHead(head(1, 1))).toBe(true);
  host.lock = ['layer'];
  expect(store.showHead(head(1, 2))).toBe(true);
  expect(store.showHead(head(2, 2))).toBe(false);
  host.lock = ['head'];
  expect(store.showHead(head(1, 2))).toBe(true);
  expect(store.showHead(head(1, 3))).toBe(false);
  expect([store.chosen, host.told]).toEqual([head(1, 2), []]);
});

test.each<[lock: string, request: (store: LensStore) => void]>([
  ['token', (store) => store.pin(1)],
  ['head', (store) => store.chooseHead(head(0, 1))],
  ['layer', (store) => store.chooseHead(head(1, 0))],
  ['ignore-first', (store) => store.setIgnoreFirst(true)],
  ['view', (store) => store.setView('lines')],
  ['stage', (store) => store.setStage('scores')],
  ['threshold', (store) => store.setThreshold(0.5)],
  ['compare', (store) => store.compare('1.1')],
  ['ablate', (store) => store.ablate('1.1')],
  ['finder', (store) => store.find('sink')],
])('`%s` locks its request, which works without', (lock, request) => {
  const [locked, free] = [open({ lock: [lock] }), open()];
  request(locked.store);
  request(free.store);
  expect(locked.host.choices).toEqual(UNSET);
  expect(locked.host.told).toEqual([]);
  expect(free.host.choices).not.toEqual(UNSET);
});

test('a run is shown, the recording one request away, each with its own selection', () => {
  const { host, store } = open({ choices: { layer: 3, head: 2, token: 5 } });
  host.run = runOf({ layers: 2, heads: 2, queries: 3 });
  store.showRun();
  expect([store.trace, store.selection]).toEqual([host.run, { layer: 0, head: 0, token: null }]);
  store.chooseHead(head(1, 1));
  store.show('recording');
  expect([store.trace, store.selection]).toEqual([host.recording, { layer: 3, head: 2, token: 5 }]);
  host.lock = ['views'];
  store.show('live');
  expect(store.shows).toBe('recording');
  store.showRun();
  expect(store.selection).toEqual({ layer: 1, head: 1, token: null });
});

test('a run without anything before it has what the page chose, as far as it goes', () => {
  const { host, store } = open({ recording: null, choices: { layer: 1, head: 9, token: 4 } });
  host.run = runOf({ layers: 2, heads: 2, queries: 3 });
  store.showRun();
  store.clamp();
  expect(host.choices).toMatchObject({ layer: 1, head: 1, token: null });
});

test('another recording takes the place of a run, with what the page set along with it', () => {
  const { host, store } = open();
  host.run = runOf({ layers: 2, heads: 2, queries: 3 });
  store.showRun();
  host.recording = randomTrace({ layers: 4, heads: 4, queries: 5 });
  store.showRecording({ layer: 2 });
  expect([store.shows, store.selection]).toEqual(['recording', { layer: 2, head: 0, token: null }]);
});

test('a temporary trace is in front of the others until one of them changes', () => {
  const { host, store } = open();
  const other = randomTrace({ layers: 1, heads: 1, queries: 2 });
  store.showTemporarily(other);
  expect(store.trace).toBe(other);
  store.showRecording({});
  expect([store.trace, host.choices.temporaryTrace]).toEqual([host.recording, null]);
});

test('a stroke paints or clears as its first cell did, and never the future', () => {
  const { host, store } = open();
  store.startPaint();
  store.paint([]);
  store.pickCell({ query: 2, key: 1 }, false);
  store.pickCell({ query: 1, key: 2 }, true);
  store.pickCell({ query: 3, key: 1 }, true);
  const [first, second] = [
    { query: 2, key: 1 },
    { query: 3, key: 1 },
  ];
  expect(host.choices.painted).toEqual([first, second]);
  store.pickCell(first, false);
  expect(host.choices.painted).toEqual([second]);
  expect(host.told.map(({ kind }) => kind)).toEqual(['paint', 'paint', 'paint']);
  store.paint(null);
  store.pickCell(first, false);
  expect(host.choices.token).toBe(2);
});

test('a finder is switched on and off, and its best head is shown only while it is on', () => {
  const { host, store } = open();
  const best = { layer: 2, head: 1 };
  expect(store.find('sink')).toBe(true);
  expect(store.showFound('previous', best)).toBe(false);
  expect(host.told).toEqual([]);
  expect(store.showFound('sink', best)).toBe(true);
  expect(host.told).toEqual([{ kind: 'head', layer: 2, head: 1 }]);
  expect(store.find('sink')).toBe(false);
  expect(host.choices.finder).toBeNull();
});
