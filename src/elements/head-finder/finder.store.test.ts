import { expect, test } from 'vitest';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import { type FinderChoices, FinderStore } from './finder.store.js';
import type { Evidence } from './findings.js';

/** A store with a host that has nothing of an element but its choices, and that updates at once. */
function open(choices: Partial<FinderChoices> = {}, trace = parseTrace(dog)) {
  const evidence: Evidence = { trace, ignoreFirst: false, probe: null };
  const host = {
    choices: { behaviour: null, pattern: null, ...choices } as FinderChoices,
    searches: 0,
  };
  const store: FinderStore = new FinderStore({
    get choices() {
      return host.choices;
    },
    onChange: (changes) => {
      host.choices = { ...host.choices, ...changes };
    },
    onSearch: () => {
      host.searches++;
      store.update(evidence);
    },
  });
  store.update(evidence);
  const shown = () => store.found && `${store.found.shown.layer}.${store.found.shown.head}`;
  return { host, store, evidence, shown };
}

test('what the page sets is searched for with the next update, and asks for nothing', () => {
  const { host, store, evidence, shown } = open({ behaviour: 'previous' });
  expect(shown()).toBe('4.11');
  host.choices = { behaviour: 'sink', pattern: null };
  expect(shown()).toBe('4.11');
  store.update(evidence);
  expect(shown()).toBe('7.2');
  expect(host.searches).toBe(0);
});

test('nothing is found without a trace, without a behaviour and of an unknown one', () => {
  const { host, store, evidence } = open();
  expect([store.finder, store.found]).toEqual([null, null]);
  store.chooseBehaviour('telepathy');
  expect([store.finder, store.found]).toEqual([null, null]);
  host.choices = { behaviour: 'sink', pattern: null };
  store.update(null);
  expect([store.evidence, store.finder?.id, store.found]).toEqual([null, 'sink', null]);
  store.update(evidence);
  expect(store.found).not.toBe(null);
});

test('the reader chooses another head, until they look for something else', () => {
  const { store, shown } = open({ behaviour: 'previous' });
  store.pick({ layer: 2, head: 2 });
  expect([shown(), store.found?.shown.place]).toEqual(['2.2', 2]);
  store.setBasis('published');
  expect(shown()).toBe('4.11');
  store.pick({ layer: 2, head: 2 });
  store.chooseBehaviour('previous');
  expect(shown()).toBe('4.11');
});

test('what the reader picked ends when the page looks for something else', () => {
  const { host, store, evidence, shown } = open({ behaviour: 'previous' });
  store.pick({ layer: 2, head: 2 });
  store.update(evidence);
  expect(shown()).toBe('2.2');
  host.choices = { behaviour: 'sink', pattern: null };
  store.update(evidence);
  expect(shown()).toBe('7.2');
});

test('a basis holds while there is one, and ends with the behaviour', () => {
  const { store, evidence } = open({ behaviour: 'induction' });
  expect(store.bases).toEqual(['published', 'text']);
  store.setBasis('text');
  expect(store.found?.finding.basis).toBe('text');
  store.update({ ...evidence, trace: randomTrace({ layers: 12, heads: 12 }) });
  expect(store.found).toBe(null);
  store.update(evidence);
  expect(store.found?.finding.basis).toBe('text');
  store.chooseBehaviour('induction');
  expect(store.found?.finding.basis).toBe('published');
});

test('a probe has no score of what is not measured on it', () => {
  const { store } = open({ behaviour: 'sink' });
  store.setBasis('probe');
  expect(store.found?.finding.basis).toBe('text');
});

test('the plain form is offered for what has one, and stays on', () => {
  const { store, shown } = open({ behaviour: 'decisive' });
  expect([store.hasPlain, store.plain, shown()]).toEqual([true, false, '4.3']);
  store.setPlain(true);
  expect([store.finder?.id, shown()]).toEqual(['decisive-plain', '4.11']);
  store.chooseBehaviour('sink');
  expect([store.hasPlain, store.plain, store.finder?.id]).toEqual([false, true, 'sink']);
});

test('a painted pattern is searched for, and ends what was picked when it changes', () => {
  const { host, store, shown } = open({ behaviour: 'painted' });
  expect([store.paints, store.pattern, store.found]).toEqual([true, '', null]);
  store.paint([{ query: 10, key: 2 }]);
  expect([host.choices.pattern, shown()]).toEqual(['10.2', '5.5']);
  store.pick({ layer: 0, head: 0 });
  store.paint([{ query: 10, key: 2 }]);
  expect(shown()).toBe('0.0');
  store.paint([
    { query: 10, key: 2 },
    { query: 3, key: 1 },
  ]);
  expect(shown()).not.toBe('0.0');
  store.chooseBehaviour('sink');
  expect([store.pattern, host.choices.pattern]).toEqual([null, '10.2_3.1']);
});

test('the pattern of an address is taken once, and the page is not told of it', () => {
  const { host, store, evidence } = open({ behaviour: 'sink', pattern: '3.1' });
  store.follow('3.1');
  expect(host.choices.behaviour).toBe('sink');
  store.follow('10.2');
  expect(host.choices).toEqual({ behaviour: 'painted', pattern: '10.2' });
  expect(host.searches).toBe(0);
  store.update(evidence);
  expect(store.found?.shown).toMatchObject({ layer: 5, head: 5 });
});

test('a search has its own key each time the reader asks, and the same one while nobody does', () => {
  const { store, evidence } = open({ behaviour: 'previous' });
  const keys = [store.searchKey];
  store.update(evidence);
  expect(store.searchKey).toBe(keys[0]);
  for (const ask of [
    () => store.chooseBehaviour('previous'),
    () => store.pick({ layer: 4, head: 11 }),
    () => store.setBasis('text'),
    () => store.setPlain(false),
    () => store.paint([]),
  ]) {
    ask();
    expect(keys).not.toContain(store.searchKey);
    keys.push(store.searchKey);
  }
});
