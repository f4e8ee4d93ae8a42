import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import intelligence from '../../../traces/artificial-intelligence.json' with { type: 'json' };
import picture from '../../../traces/caption-and-picture.json' with { type: 'json' };
import visualization from '../../../traces/data-visualization.json' with { type: 'json' };
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace, Trace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import { addFinder, addLens, best, find, look, resetPage, said } from './testing/finder.js';

resetPage();

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
