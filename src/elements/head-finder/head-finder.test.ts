// cspell:ignore Kopfsuche Mittel

import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import intelligence from '../../../traces/artificial-intelligence.json' with { type: 'json' };
import picture from '../../../traces/caption-and-picture.json' with { type: 'json' };
import visualization from '../../../traces/data-visualization.json' with { type: 'json' };
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace, Trace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import { AttnLens } from '../attn-lens/attn-lens.js';
import type { HeadFinder } from './head-finder.js';
import './head-finder.js';

// Elements that appear under a resting pointer are hovered: it rests where none does.
beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  vi.restoreAllMocks();
});

async function addLens(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { trace: parseTrace(dog), ...properties });
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

async function addFinder(properties: Partial<HeadFinder> = {}, content = ''): Promise<HeadFinder> {
  const finder = document.createElement('head-finder');
  finder.innerHTML = content;
  Object.assign(finder, properties);
  document.body.append(finder);
  await finder.updateComplete;
  return finder;
}

function find<E extends HTMLElement = HTMLElement>(finder: HeadFinder, selector: string): E {
  const element = finder.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The finder has no ${selector}.`);
  return element;
}

const said = (finder: HeadFinder, selector: string) =>
  find(finder, selector).textContent?.replace(/\s+/g, ' ').trim() ?? '';
const button = (finder: HeadFinder, id: string) => find(finder, `[data-behaviour=${id}]`);

async function look(finder: HeadFinder, id: string): Promise<void> {
  await userEvent.click(button(finder, id));
  await finder.updateComplete;
}

const best = (finder: HeadFinder) =>
  [...finder.renderRoot.querySelectorAll<HTMLElement>('.best button')].map(
    ({ textContent }) => textContent?.replace(/\s+/g, ' ').trim() ?? '',
  );

async function violations(finder: HeadFinder): Promise<string[]> {
  const { violations: found } = await axe.run(finder, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('in the %s theme, with every behaviour', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const finder = await addFinder({ trace: parseTrace(dog) });
    expect(await violations(finder)).toEqual([]);
    for (const id of ['previous', 'sink', 'decisive', 'induction', 'same-word']) {
      await look(finder, id);
      expect(await violations(finder)).toEqual([]);
    }
  });

  test('with the table open, before there is a text, and when it cannot be shown', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'sink' });
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    expect(await violations(finder)).toEqual([]);
    expect(await violations(await addFinder())).toEqual([]);
    expect(await violations(await addFinder({ trace: {} as never }))).toEqual([]);
  });
});

describe('a behaviour', () => {
  test('is found with its head, what it does, its formula, runners-up and what has been published', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    const heard = vi.fn();
    document.addEventListener('attn-find', heard, { once: true });
    await look(finder, 'previous');
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 4, head: 11 });
    expect(said(finder, '.verdict')).toMatch(
      /^4\.11 is the previous-token head\. Every token reads/,
    );
    expect(said(finder, '[part=formula]')).toBe('mean of A[q][q−1] over q ≥ 1');
    expect(best(finder)).toHaveLength(6);
    expect(best(finder)[0]).toBe('4.11 >.99');
    expect(best(finder)[1]).toMatch(/^2\.2 \.60 −\.40$/);
    expect(said(finder, '.published')).toMatch(
      '4.11 is first there too, with .99: TransformerLens',
    );
    expect(said(finder, '.published')).toMatch(
      'It is named a previous-token head by Wang et al. 2022',
    );
    expect(said(finder, '.whose')).toMatch(/GPT-2 small on this text. 2 of 144 heads reach .50./);
    expect(said(finder, '[role=status].spoken')).toBe(
      'Previous-token head: layer 4, head 11, score point nine nine',
    );
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ behaviour: 'previous', layer: 4, head: 11 });
    expect(finder.results).toMatchObject({ basis: 'text', passes: true, shown: { layer: 4 } });
  });

  test('shows a runner-up in the panel and in the lens when clicked', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'previous' });
    await userEvent.click(find(finder, '.best li:nth-child(2) button'));
    await finder.updateComplete;
    expect(lens).toMatchObject({ layer: 2, head: 2 });
    expect(said(finder, '.verdict')).toMatch('2.2 is in place 2 as previous-token head.');
    expect(find(finder, '.best li:nth-child(2) button').ariaPressed).toBe('true');
  });

  test('that no head shows is said, with the best and its score', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'induction' });
    await userEvent.click(find(finder, '[data-basis=text]'));
    await finder.updateComplete;
    expect(said(finder, '.verdict')).toMatch(
      'No head does this here. The best is 9.8, with a little less than .40',
    );
    expect(finder.results?.passes).toBe(false);
  });

  test('is not claimed of a runner-up that falls short, in words or in speech', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    const pickCell = async (layer: number, head: number) => {
      await userEvent.click(
        find(finder, `[aria-rowindex="${layer + 1}"] [aria-colindex="${head + 1}"]`),
      );
      await finder.updateComplete;
    };
    await pickCell(7, 2);
    expect(said(finder, '[part=verdict]')).toMatch(
      /^7\.2 does not do this here: place \d+, with \.\d\d of 1; it would take \.50\.$/,
    );
    expect(said(finder, '.spoken')).toMatch(
      /^Layer 7, head 2 does not do this: score point .*, place \d+\.$/,
    );
    // Its bar is on show too.
    expect(best(finder)).toHaveLength(7);
    expect(best(finder).at(-1)).toMatch(/^7\.2 /);
    expect(find(finder, '.best li:last-child button').ariaPressed).toBe('true');

    finder.trace = randomTrace({ queries: 12, layers: 3, heads: 3 });
    await finder.updateComplete;
    await pickCell(2, 2);
    const shown = finder.results?.shown;
    expect(shown).toMatchObject({ layer: 2, head: 2 });
    if (shown?.place !== 1) {
      expect(said(finder, '[part=verdict]')).toMatch(
        /^2\.2 does not do this here: place \d, with \.\d\d of 1; it would take \.50\.$/,
      );
      expect(said(finder, '.spoken')).not.toMatch('best is layer 2, head 2');
    }
  });

  test('of a model with a single head is said of one head', async () => {
    const trace = randomTrace({ layers: 1, heads: 1 });
    const finder = await addFinder({ trace, behaviour: 'decisive' });
    expect(said(finder, '.whose')).toMatch('1 of 1 head reaches .20.');
    await look(finder, 'previous');
    expect(said(finder, '.whose')).toMatch('0 of 1 head reaches .50.');
  });

  test('that all heads fall short of alike is a tie too', async () => {
    const { model, text, tokens, causal, provenance } = parseTrace(dog);
    const even = new Trace({ model, text, tokens, causal, provenance }, () => {
      const weights = new Float32Array(17 * 17);
      for (let q = 0; q < 17; q++) weights.fill(1 / (q + 1), q * 17, q * 17 + q + 1);
      return weights;
    });
    const finder = await addFinder({ trace: even, behaviour: 'previous' });
    expect(said(finder, '[part=verdict]')).toMatch(/The best is 0\.0, .* as have 143 others;/);
  });

  test('shows ties as ties', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'induction' });
    expect(said(finder, '.verdict')).toMatch('5.1 ties with 6.9 for place 1');
    expect(best(finder)[1]).toMatch(/tie$/);
  });

  test('"most decisive" leaves out what would make 4.11 win again, says so, and a switch shows it', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'decisive');
    expect(
      best(finder)
        .slice(0, 3)
        .map((text) => text.slice(0, 8)),
    ).toEqual(['4.3 .40', '2.9 .29 ', '11.8 .28']);
    expect(said(finder, 'dl')).toMatch('with them the previous-token head would win again');
    await userEvent.click(find(finder, '[part=plain] input'));
    await finder.updateComplete;
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    expect(said(finder, '.lesson')).toMatch('decisive by definition');
  });

  test('of a recording that the probe cannot run on is taken from published work, and labelled so', async () => {
    const finder = await addFinder({ trace: parseTrace(visualization) });
    await look(finder, 'induction');
    expect(finder.results).toMatchObject({ basis: 'published', shown: { layer: 5, head: 1 } });
    expect(said(finder, '.whose')).toMatch(
      'These scores belong to GPT-2 small, not to this text: published, TransformerLens',
    );
    expect(finder.renderRoot.querySelector('[data-basis=text]')).toBe(null);
    expect(said(finder, '.note')).toMatch(
      'No token occurs twice in this text, so that nothing can be matched. Try a text in which words repeat',
    );
  });

  test('without a repeat is offered a text with repeats, for the lens', async () => {
    const lens = await addLens({ trace: parseTrace(visualization) });
    const finder = await addFinder({ behaviour: 'induction' });
    await userEvent.click(find(finder, '[data-try]'));
    await lens.updateComplete;
    expect(lens.renderRoot.querySelector('textarea')?.value).toBe(
      'The wizard raised his staff, and the wizard',
    );
    expect(said(finder, '.note')).toMatch('run it there');
    lens.hide = 'live';
    await lens.updateComplete;
    lens.text = null;
    finder.requestUpdate();
    await finder.updateComplete;
    expect(finder.renderRoot.querySelector('[data-try]')).toBe(null);
  });

  test('without a repeat, a probe or published work says why there is none', async () => {
    const finder = await addFinder({ trace: randomTrace() });
    await look(finder, 'induction');
    expect(finder.results).toBe(null);
    expect(said(finder, '[part=missing]')).toMatch('No token occurs twice in this text');
    expect(said(finder, '.note')).toMatch('such as “The wizard raised his staff');
  });

  test.each([
    ['same-word', 'Every word of this text is a single token.'],
    ['painted', 'Nothing is painted on this text yet.'],
  ])(
    'of which the lens leaves all out says that, and not of the text what is not so: %s',
    async (behaviour, ofText) => {
      const lens = await addLens({ trace: parseTrace(intelligence), ignoreFirst: true });
      // "Artificial" is the first token, and what continues it the second.
      const finder = await addFinder({ behaviour, pattern: '1.0' });
      expect(finder.results).toBe(null);
      expect(said(finder, '[part=missing]')).toMatch(
        'The first token is left out, and with it all',
      );
      expect(said(finder, '.spoken')).toMatch('The first token is left out, and with it all');
      lens.ignoreFirst = false;
      await lens.updateComplete;
      await finder.updateComplete;
      expect(finder.results?.ranking).toHaveLength(144);
      lens.trace = parseTrace(dog);
      finder.pattern = '';
      lens.ignoreFirst = true;
      await lens.updateComplete;
      await finder.updateComplete;
      expect(said(finder, '[part=missing]')).toBe(ofText);
    },
  );

  test('that asks for places says why there are none, where a text looks at other tokens', async () => {
    const finder = await addFinder({ trace: parseTrace(picture) });
    for (const id of ['previous', 'decisive', 'induction', 'duplicate', 'same-word']) {
      await look(finder, id);
      expect(said(finder, '[part=missing]')).toMatch('looks at other tokens than its own');
    }
    const lens = await addLens({ trace: parseTrace(picture) });
    lens.finder = 'previous';
    await vi.waitFor(() =>
      expect(lens.renderRoot.querySelector('[part=finder]')?.textContent).toMatch(
        'looks at other tokens than its own',
      ),
    );
  });

  test('won by the head that wins another is a lesson', async () => {
    const finder = await addFinder({ trace: parseTrace(dog) });
    await look(finder, 'sink');
    expect(finder.results?.shown).toMatchObject({ layer: 7, head: 2 });
    expect(said(finder, '.lesson')).toMatch(
      'in place 5 under “Induction” (.85, published). An induction head with nothing to match rests on the first token',
    );
  });

  test('that is unknown is warned of once and shows nothing', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'telepathy' });
    finder.requestUpdate();
    await finder.updateComplete;
    expect(warn).toHaveBeenCalledOnce();
    expect(finder.results).toBe(null);
  });
});

describe('the ranking of all heads', () => {
  test('is a map coloured by score, walked with the keyboard', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    const cell = (layer: number, head: number) =>
      find(finder, `.plot [aria-rowindex="${layer + 1}"] [aria-colindex="${head + 1}"]`);
    expect(cell(4, 11).ariaLabel).toBe('layer 4, head 11: score >.99, place 1 of 144');
    expect(cell(4, 11).ariaSelected).toBe('true');
    expect(getComputedStyle(cell(4, 11)).backgroundColor).not.toBe(
      getComputedStyle(cell(5, 1)).backgroundColor,
    );
    cell(4, 11).focus();
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 10 });
  });

  test('is a map of every head of a model with more layers than any GPT-2', async () => {
    const trace = randomTrace({ queries: 4, layers: 60, heads: 52 });
    const finder = await addFinder({ trace, behaviour: 'previous' });
    expect(finder.renderRoot.querySelectorAll('.plot [role=gridcell]')).toHaveLength(60 * 52);
    for (const { layer, head, score } of [...(finder.results?.ranking ?? [])].slice(0, 50)) {
      const cell = find(finder, `[aria-rowindex="${layer + 1}"] [aria-colindex="${head + 1}"]`);
      expect(cell.style.getPropertyValue('--score')).toBe(score.toFixed(3));
    }
  });

  test('is cut where a model has more heads than a page can draw, and whole in the file', async () => {
    const { text, tokens, causal, provenance, model } = randomTrace({ queries: 3 });
    const huge = new Trace(
      { model: { ...model, layers: 256, heads: 256 }, text, tokens, causal, provenance },
      () => new Float32Array([1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5]),
    );
    const finder = await addFinder({ trace: huge, behaviour: 'previous' });
    expect(finder.results?.ranking).toHaveLength(65_536);
    expect(finder.renderRoot.querySelector('.map')).toBe(null);
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    expect(said(finder, 'details p')).toBe('4800 of 65536 heads; the file has all.');
    expect(finder.renderRoot.querySelectorAll('tbody tr')).toHaveLength(4800);
  });

  test('is a table that sorts both ways', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    const heads = () =>
      [...finder.renderRoot.querySelectorAll('tbody th')].map((head) => head.textContent?.trim());
    expect(heads()).toHaveLength(144);
    expect(heads()[0]).toBe('4.11');
    await userEvent.click(find(finder, '[data-sort=head]'));
    await finder.updateComplete;
    expect(heads().slice(0, 2)).toEqual(['0.0', '0.1']);
    await userEvent.click(find(finder, '[data-sort=head]'));
    await finder.updateComplete;
    expect(heads()[0]).toBe('11.11');
    expect(find(finder, '[aria-sort=descending]').textContent?.trim()).toBe('head');
    await userEvent.click(find(finder, '[data-sort=score]'));
    await finder.updateComplete;
    expect(said(finder, '[aria-sort=descending]')).toBe('score');
    expect(heads()[0]).toBe('4.11');
    // .9997 of 1, and no more than that.
    expect(said(finder, 'tbody td:last-child')).toBe('>.999');
    await userEvent.click(find(finder, '[data-sort=score]'));
    await finder.updateComplete;
    expect(said(finder, '[aria-sort=ascending]')).toBe('score');
    expect(heads().at(-1)).toBe('4.11');
  });

  test('shows a head of the table, of which one is a tab stop and arrows walk to the others', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'previous' });
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    expect(finder.renderRoot.querySelectorAll('tbody [tabindex="0"]')).toHaveLength(1);
    find(finder, 'tbody [tabindex="0"]').focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 3, head: 2, place: 3 });
    expect(lens).toMatchObject({ layer: 3, head: 2 });
    expect(said(finder, '[aria-current=true] th')).toBe('3.2');
    await userEvent.keyboard('{End}{Home}{ArrowUp}{Enter}');
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
  });

  test('says the score of the head under the pointer', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    expect(said(finder, '.readout')).toBe('');
    await userEvent.hover(find(finder, '.plot [aria-rowindex="5"] [aria-colindex="12"]'));
    expect(said(finder, '.readout')).toBe('layer 4, head 11: score >.99, place 1 of 144');
    await userEvent.hover(find(finder, '.verdict'));
    expect(said(finder, '.readout')).toBe('');
  });

  test('is downloaded as CSV', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    find(finder, 'summary').click();
    let blob: Blob | undefined;
    vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => {
      blob = made as Blob;
      return 'blob:none';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    await userEvent.click(find(finder, '[part=csv]'));
    expect((await blob?.text())?.split('\r\n')[1]).toMatch(/^1,4,11,0\.99/);
  });
});

describe('the lens it drives', () => {
  test('is the one that `for` names, of two', async () => {
    const [first, second] = [await addLens({ id: 'one' }), await addLens({ id: 'two' })];
    const finder = await addFinder({ for: 'one' });
    await look(finder, 'previous');
    expect(first).toMatchObject({ layer: 4, head: 11 });
    expect(second).toMatchObject({ layer: 0, head: 0 });
    finder.for = 'two';
    await finder.updateComplete;
    expect(second).toMatchObject({ layer: 4, head: 11 });
  });

  test('is else the nearest: of its own section, and the last before it', async () => {
    const far = await addLens();
    const section = document.createElement('section');
    document.body.append(section);
    const [before, near, after] = [await addLens(), await addLens(), await addLens()];
    const finder = await addFinder();
    section.append(before, near, finder, after);
    await finder.updateComplete;
    await look(finder, 'previous');
    expect([far, before, near, after].map(({ layer }) => layer)).toEqual([0, 0, 4, 0]);
  });

  test('may come later, get its id later, and be taken away', async () => {
    const finder = await addFinder({ for: 'late', behaviour: 'previous' }, '');
    expect(said(finder, '.nothing')).toMatch('no lens with the id “late”');
    const lens = await addLens();
    await finder.updateComplete;
    expect(finder.status).toBe('empty');
    lens.id = 'late';
    await vi.waitFor(() => expect(finder.status).toBe('ready'));
    await finder.updateComplete;
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    lens.remove();
    await vi.waitFor(() => expect(finder.status).toBe('empty'));
    expect(finder.results).toBe(null);
  });

  test('is followed to another text and setting, and not dragged back from where the reader went', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'sink' });
    expect(lens).toMatchObject({ layer: 7, head: 2 });
    lens.trace = parseTrace(visualization);
    await vi.waitFor(() => expect(lens).toMatchObject({ layer: 6, head: 9 }));
    lens.layer = 3;
    await lens.updateComplete;
    lens.trace = parseTrace(dog);
    await lens.updateComplete;
    await vi.waitFor(() => expect(finder.results?.shown).toMatchObject({ layer: 7, head: 2 }));
    expect(lens.layer).toBe(3);
    await look(finder, 'previous');
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    lens.ignoreFirst = true;
    await lens.updateComplete;
    await finder.updateComplete;
    expect(said(finder, '.whose')).toMatch('The first token is left out, as in the lens.');
  });

  test('may have another tag, defined after the finder', async () => {
    document.body.innerHTML = '<late-lens id="late"></late-lens>';
    const finder = await addFinder({ for: 'late', behaviour: 'previous' });
    expect(finder.status).toBe('empty');
    customElements.define('late-lens', class extends AttnLens {});
    const lens = document.querySelector('late-lens') as AttnLens;
    lens.trace = parseTrace(dog);
    await vi.waitFor(() => expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 }));
  });

  test('may stand in the same shadow root, or in the page around that of the finder', async () => {
    const root = document.createElement('div');
    document.body.append(root);
    const [outer, inner] = [await addLens({ id: 'outer' }), await addLens({ id: 'inner' })];
    const finders = [await addFinder({ for: 'outer' }), await addFinder({ for: 'inner' })];
    root.attachShadow({ mode: 'open' }).append(inner, ...finders);
    for (const finder of finders) {
      await finder.updateComplete;
      finder.behaviour = 'previous';
      await finder.updateComplete;
    }
    expect([outer, inner].map(({ layer }) => layer)).toEqual([4, 4]);
  });

  test('leaves the average of a layer, for a head is what was found', async () => {
    const lens = await addLens({ average: true });
    const finder = await addFinder({ behaviour: 'previous' });
    expect(lens).toMatchObject({ layer: 4, head: 11, average: false });
    lens.average = true;
    await lens.updateComplete;
    await finder.updateComplete;
    expect(lens.average).toBe(true);
    await look(finder, 'previous');
    expect(lens.average).toBe(false);
  });

  test('stays where the page has locked it, and shows what was found all the same', async () => {
    const lens = await addLens({ layer: 4, lock: 'layer' });
    const finder = await addFinder({ behaviour: 'sink' });
    expect(finder.results?.shown).toMatchObject({ layer: 7, head: 2 });
    expect(lens).toMatchObject({ layer: 4, head: 0 });
    await look(finder, 'previous');
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    lens.lock = 'head';
    await lens.updateComplete;
    await look(finder, 'decisive');
    expect(lens).toMatchObject({ layer: 4, head: 11 });
  });

  test('may be none: src alone is enough', async () => {
    const lens = await addLens();
    const finder = await addFinder({ src: '/traces/dog.json' });
    await vi.waitFor(() => expect(finder.matches(':state(ready)')).toBe(true));
    await look(finder, 'previous');
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
    expect(lens).toMatchObject({ layer: 0, head: 0 });
  });

  test('costs the finder nothing while the reader hovers', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'previous' });
    const update = vi.spyOn(finder, 'requestUpdate');
    await userEvent.hover(lens.renderRoot.querySelector('.chip') as HTMLElement);
    await lens.updateComplete;
    expect(update).not.toHaveBeenCalled();
  });
});

describe('a painted pattern', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  const cellOf = (lens: AttnLens, query: number, key: number) =>
    lens.renderRoot.querySelector<HTMLElement>(
      `.matrix [aria-rowindex="${query + 1}"] [aria-colindex="${key + 1}"]`,
    ) as HTMLElement;

  /** The names of cells change with the head that is found, so that a stroke cannot be told to end at one. */
  async function stroke(lens: AttnLens, from: [number, number], to: [number, number]) {
    const plot = lens.renderRoot.querySelector('.matrix .plot') as HTMLElement;
    const box = plot.getBoundingClientRect();
    const middleOf = ([query, key]: [number, number]) => {
      const cell = cellOf(lens, query, key).getBoundingClientRect();
      return {
        x: cell.left + cell.width / 2 - box.left,
        y: cell.top + cell.height / 2 - box.top,
      };
    };
    await userEvent.dragAndDrop(plot, plot, {
      sourcePosition: middleOf(from),
      targetPosition: middleOf(to),
    });
  }

  test('is painted on the matrix of the lens, and finds the head that fits it best', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    expect(said(finder, '[part=missing]')).toMatch('Nothing is painted');
    await userEvent.click(cellOf(lens, 10, 2));
    await finder.updateComplete;
    await lens.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 5, head: 5 });
    expect(lens).toMatchObject({ layer: 5, head: 5, token: null });
    expect(cellOf(lens, 10, 2).ariaLabel).toMatch(/84\.\d %, painted$/);
    expect(location.hash).toBe('#attn-pattern=10.2');
    await userEvent.click(find(finder, '[data-wipe]'));
    await finder.updateComplete;
    expect(finder.results).toBe(null);
    expect(location.hash).toBe('');
  });

  test('is not said to take what the best head seems to have', async () => {
    const finder = await addFinder({
      trace: parseTrace(dog),
      behaviour: 'painted',
      pattern: '10.2_5.4',
    });
    expect(said(finder, '[part=verdict]')).toBe(
      'No head does this here. The best is 4.11, with a little less than .50 of 1; it would take .50.',
    );
  });

  test('is painted with a stroke, which wipes off where it begins on paint', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    await stroke(lens, [1, 0], [16, 15]);
    await finder.updateComplete;
    expect(finder.pattern?.split('_')).toHaveLength(16);
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
    await stroke(lens, [16, 15], [14, 13]);
    await finder.updateComplete;
    expect(finder.pattern?.split('_')).toHaveLength(13);
  });

  test('is painted with the keyboard, and wiped off cell by cell', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    cellOf(lens, 0, 0).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}{ArrowDown}{ArrowRight}{Enter}');
    await finder.updateComplete;
    expect(finder.pattern).toBe('1.0_2.1');
    await userEvent.keyboard('{Enter}');
    await finder.updateComplete;
    expect(finder.pattern).toBe('1.0');
  });

  test('comes with a link that is followed, and leaves what others keep in the address', async () => {
    history.replaceState(null, '', '#toy=q:1,0.5;t:0,1,caf%C3%A9');
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    await userEvent.click(cellOf(lens, 3, 1));
    await finder.updateComplete;
    expect(location.hash).toBe('#toy=q:1,0.5;t:0,1,caf%C3%A9&attn-pattern=3.1');
    await look(finder, 'sink');
    location.hash = '#toy=q:1,0.5;t:0,1,caf%C3%A9&attn-pattern=10.2';
    await vi.waitFor(() => expect(finder.results?.shown).toMatchObject({ layer: 5, head: 5 }));
    expect(finder.behaviour).toBe('painted');
    expect(lens).toMatchObject({ layer: 5, head: 5 });
    finder.remove();
    location.hash = '#attn-pattern=1.0';
    await new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    expect(finder.pattern).toBe('10.2');
  });

  test('stays on the lens when another finder of it looks for something else', async () => {
    const lens = await addLens();
    const painter = await addFinder();
    const other = await addFinder({ behaviour: 'previous', id: 'other' });
    await look(painter, 'painted');
    await userEvent.click(cellOf(lens, 10, 2));
    await painter.updateComplete;
    await look(other, 'sink');
    expect(lens.painted).toEqual([{ query: 10, key: 2 }]);
    expect(lens).toMatchObject({ layer: 7, head: 2 });
  });

  test('goes with its finder alone, and from one lens to the other', async () => {
    const [one, two] = [await addLens({ id: 'one' }), await addLens({ id: 'two' })];
    const pattern = '10.2';
    const painter = await addFinder({ for: 'one', behaviour: 'painted', pattern });
    const second = await addFinder({ for: 'one', behaviour: 'painted', pattern });
    const other = await addFinder({ for: 'one', behaviour: 'sink' });
    other.remove();
    second.remove();
    await one.updateComplete;
    await painter.updateComplete;
    expect(one.painted).toEqual([{ query: 10, key: 2 }]);
    two.painted = [{ query: 3, key: 1 }];
    (await addFinder({ for: 'two', behaviour: 'sink' })).remove();
    expect(two.painted).toEqual([{ query: 3, key: 1 }]);
    painter.for = 'two';
    await painter.updateComplete;
    expect([one.painted, two.painted]).toEqual([null, [{ query: 10, key: 2 }]]);
    painter.remove();
    expect(two.painted).toBe(null);
  });

  test('of the address goes before that of the page, and shows the matrix to paint on', async () => {
    history.replaceState(null, '', '#mine-pattern=10.2');
    const lens = await addLens({ view: 'lines' });
    const finder = await addFinder({ id: 'mine', behaviour: 'sink', pattern: '3.1' });
    expect(finder.results).toMatchObject({ behaviour: 'painted', shown: { layer: 5, head: 5 } });
    expect(lens.view).toBe('matrix');
  });

  test('is not offered where the lens has no matrix', async () => {
    await addLens({ hide: 'matrix' });
    const finder = await addFinder({ behaviour: 'sink' });
    expect(finder.renderRoot.querySelector('[data-behaviour=painted]')).toBe(null);
  });

  test('may be all that an address can carry, or rubbish', async () => {
    const everything = Array.from({ length: 128 * 128 }, (_, n) => `${n >> 7}.${n & 127}`);
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'painted', pattern: everything.join('_') });
    expect(finder.results?.shown.score).toBeCloseTo(1, 5);
    finder.pattern = '9999.9999_-1.2_x_1.2.3_NaN.0_1.0_01.00';
    await finder.updateComplete;
    await lens.updateComplete;
    expect(lens.painted?.slice(1)).toEqual([
      { query: 1, key: 2 },
      { query: 1, key: 0 },
    ]);
    await userEvent.click(cellOf(lens, 1, 0));
    await finder.updateComplete;
    expect(finder.pattern).not.toMatch(/(^|_)0?1\.0/);
  });

  test('comes back from the address, and leaves the lens when another behaviour is looked for', async () => {
    history.replaceState(null, '', '#attn-pattern=10.2');
    const lens = await addLens();
    const finder = await addFinder();
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 5, head: 5 });
    expect(lens.painted).toEqual([{ query: 10, key: 2 }]);
    expect(await violations(finder)).toEqual([]);
    await look(finder, 'sink');
    expect(lens.painted).toBe(null);
  });
});

test('the keyboard alone finds a head and a runner-up', async () => {
  const lens = await addLens({ hide: 'live matrix map' });
  const finder = await addFinder({ hide: 'map' });
  button(finder, 'previous').focus();
  await userEvent.keyboard('{Tab}{Enter}');
  await finder.updateComplete;
  expect(finder.behaviour).toBe('sink');
  expect(lens).toMatchObject({ layer: 7, head: 2 });
  for (let press = 0; press < 20; press++) {
    await userEvent.keyboard('{Tab}');
    const focused = (finder.renderRoot as ShadowRoot).activeElement;
    if (focused?.matches('.best li:nth-child(3) button')) break;
  }
  await userEvent.keyboard(' ');
  await finder.updateComplete;
  expect(finder.results?.shown.place).toBe(3);
});

test('nothing sticks out at 280 pixels', async () => {
  document.body.style.width = '280px';
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'induction' });
  const card = find(finder, '.card').getBoundingClientRect();
  for (const element of finder.renderRoot.querySelectorAll('.card *')) {
    expect(element.getBoundingClientRect().right, element.outerHTML).toBeLessThanOrEqual(
      card.right + 0.5,
    );
  }
});

test('leaves out the parts that `hide` lists', async () => {
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'sink' });
  const parts = 'header behaviours definition published lesson ranking map table source'.split(' ');
  const shown = () =>
    parts.filter((part) => finder.renderRoot.querySelector(`[part=${part}]`)?.checkVisibility());
  find(finder, 'summary').click();
  await vi.waitFor(() => find(finder, 'table'));
  expect(shown()).toEqual(parts);
  for (const part of parts) {
    finder.hide = part;
    await finder.updateComplete;
    expect(shown(), part).not.toContain(part);
  }
});

test('has places for a caption and for what stands where there is no text yet', async () => {
  const slots = '<p slot="caption">Figure 3</p><p slot="placeholder">Patience.</p>';
  const finder = await addFinder({}, slots);
  const [caption, placeholder] = finder.children as unknown as HTMLElement[];
  expect([caption?.checkVisibility(), placeholder?.checkVisibility()]).toEqual([true, true]);
  finder.trace = parseTrace(dog);
  await finder.updateComplete;
  expect([caption?.checkVisibility(), placeholder?.checkVisibility()]).toEqual([true, false]);
});

test('speaks German, formulas and numbers too, and numbers keep their order in a page from right to left', async () => {
  document.body.innerHTML = '<div lang="de" dir="rtl"></div>';
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'decisive' });
  document.body.firstElementChild?.append(finder);
  await vi.waitFor(() => expect(said(finder, 'h2')).toBe('Kopfsuche'));
  await vi.waitFor(() => expect(said(finder, '[part=formula]')).toMatch(/^Mittel von max A/));
  expect(best(finder)[1]).toBe('2.9 0,29 −0,11');
  for (const number of finder.renderRoot.querySelectorAll('.score, .gap')) {
    expect(getComputedStyle(number).direction).toBe('ltr');
  }
});

test('has no style attribute in its templates, for pages with a strict policy', async () => {
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'sink', hide: 'map' });
  expect(finder.renderRoot.querySelector('[style]')).toBe(null);
});

test('a broken trace is refused with the field, and taken out and put back a hundred times it is whole', async () => {
  const errors: Error[] = [];
  document.body.addEventListener('attn-error', ({ error }) => errors.push(error), { once: true });
  const finder = await addFinder({ trace: { ...dog, tokens: 5 } as never });
  expect(find(finder, '[role=alert]').textContent).toMatch("The trace's tokens must be a list");
  expect(errors).toMatchObject([{ field: 'tokens' }]);
  finder.trace = parseTrace(dog);
  for (let round = 0; round < 100; round++) {
    finder.remove();
    document.body.append(finder);
  }
  await finder.updateComplete;
  await look(finder, 'previous');
  expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
});
