import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { encodeTrace, parseTrace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import {
  cell,
  cells,
  chip,
  DOG_2,
  find,
  resetPage,
  sentence,
  show,
  showDog,
  violations,
} from './testing/lens.js';

resetPage();

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('in the %s theme', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const lens = await showDog({ token: DOG_2 });
    find(lens, 'summary').click();
    await vi.waitFor(() => find(lens, 'table'));
    expect(await violations(lens)).toEqual([]);
  });

  test('before there is a trace, and when it cannot be shown', async () => {
    expect(await violations(await show())).toEqual([]);
    expect(await violations(await show({ trace: {} as never }))).toEqual([]);
  });
});

describe('a head', () => {
  test('is chosen in the map with a click, after a preview', async () => {
    const lens = await showDog({ token: 5 });
    const heard = vi.fn();
    lens.addEventListener('attn-head-change', heard);
    await userEvent.hover(cell(lens, '.map', 4, 11));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('“ran” reads “ship” >99.9 %.');
    expect(lens.selection).toMatchObject({ layer: 5, head: 5 });
    await userEvent.click(cell(lens, '.map', 4, 11));
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 4, head: 11 });
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ layer: 4, head: 11 });
    expect(cell(lens, '.map', 4, 11).ariaSelected).toBe('true');
    expect(cell(lens, '.map', 5, 5).ariaSelected).toBe('false');
  });

  test('is walked to in the map with the keyboard, and Escape goes back', async () => {
    const lens = await showDog({ token: 5 });
    cell(lens, '.map', 5, 5).focus();
    await userEvent.keyboard('{ArrowUp}{End}{ArrowLeft}');
    await lens.updateComplete;
    expect((lens.renderRoot as ShadowRoot).activeElement?.ariaLabel).toMatch(
      /^layer 4, head 11, previous-token head/,
    );
    expect(find(lens, '.previewed').textContent).toMatch('4.11');
    await userEvent.keyboard('{Escape}');
    await lens.updateComplete;
    expect(find(lens, '.previewed').hidden).toBe(true);
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(lens.selection).toMatchObject({ layer: 4, head: 10 });
  });

  test('is chosen with the pickers', async () => {
    const lens = await showDog();
    await userEvent.selectOptions(find(lens, '[data-which=layer]'), '4');
    await userEvent.selectOptions(find(lens, '[data-which=head]'), '11');
    expect(lens.selection).toMatchObject({ layer: 4, head: 11 });
  });

  test('that is not there is held to the last one, with one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const lens = await showDog({ layer: 99, head: Number.NaN });
    lens.requestUpdate();
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 11, head: 0 });
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching('has no layer 99'),
      expect.stringMatching('has no head NaN'),
    ]);
  });

  test('is the first one again when the page takes the attributes away, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    const lens = await showDog();
    lens.removeAttribute('layer');
    lens.removeAttribute('head');
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 0, head: 0 });
    expect(warn).not.toHaveBeenCalled();
  });

  test('shows its own pattern in the map', async () => {
    const lens = await showDog();
    const canvas = find<HTMLCanvasElement>(lens, '.map canvas');
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const ink = (row: number, column: number) => {
      const [box, from] = [cell(lens, '.map', row, column), canvas].map((element) =>
        element.getBoundingClientRect(),
      ) as [DOMRect, DOMRect];
      const scale = canvas.width / from.width;
      const { data } = context.getImageData(
        (box.x - from.x) * scale,
        (box.y - from.y) * scale,
        box.width * scale,
        box.height * scale,
      );
      return data.filter((alpha, index) => index % 4 === 3 && alpha > 0).length / (data.length / 4);
    };
    // The causal half of a thumbnail is inked, margins and the future are not.
    expect(ink(4, 11)).toBeGreaterThan(0.25);
    expect(ink(4, 11)).toBeLessThan(0.5);
  });
});

describe('the trace', () => {
  test('may be inlined in a script child', async () => {
    const script = `<script type="application/json">${JSON.stringify(dog)}</script>`;
    const lens = await show({}, script);
    expect(lens.matches(':state(ready)')).toBe(true);
    expect(find(lens, '.badge').textContent).toMatch(/recorded\s+·\s+GPT-2 small/);
  });

  test('may be added as a script child later', async () => {
    const lens = await show();
    expect(lens.status).toBe('empty');
    const script = document.createElement('script');
    script.type = 'application/json';
    script.textContent = JSON.stringify(dog);
    lens.append(script);
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
  });

  test('is fetched from src, with the fallback shown until it is there', async () => {
    const lens = await show({ src: '/traces/dog.json' }, '<p>Fallback</p>');
    expect(lens.matches(':state(loading)')).toBe(true);
    expect(lens.querySelector('p')?.checkVisibility()).toBe(true);
    await new Promise((resolve) => lens.addEventListener('attn-ready', resolve, { once: true }));
    expect(lens.status).toBe('ready');
    expect(lens.querySelector('p')?.checkVisibility()).toBe(false);
  });

  test('names its model, source and licence', async () => {
    const lens = await showDog();
    expect(find(lens, 'footer').textContent?.replace(/\s+/g, ' ')).toMatch(
      'Recording: saved output of a notebook in jessevig/bertviz, Apache-2.0 · 17 tokens',
    );
  });

  test('that is broken is refused with the field, and what was shown stays', async () => {
    const lens = await showDog({ token: DOG_2 });
    const errors: Error[] = [];
    lens.addEventListener('attn-error', ({ error }) => errors.push(error));
    lens.trace = { ...dog, tokens: 5 } as never;
    await lens.updateComplete;
    expect(lens.matches(':state(error)')).toBe(true);
    expect(find(lens, '[role=alert]').textContent).toMatch("The trace's tokens must be a list");
    expect(errors).toMatchObject([{ field: 'tokens' }]);
    expect(sentence(lens)).toMatch('The second “dog” reads');
    lens.trace = parseTrace(dog);
    await lens.updateComplete;
    expect(lens.status).toBe('ready');
    expect(find(lens, '[role=alert]').checkVisibility()).toBe(false);
  });

  test('that is no trace but looks like one is refused too', async () => {
    const lens = await showDog();
    const broken = { ...parseTrace(dog), attention: () => new Float32Array(1) };
    for (const trace of [{ attention: () => 1 }, { ...broken, tokens: [], keys: [] }]) {
      lens.trace = trace as never;
      await lens.updateComplete;
      expect(lens.status).toBe('error');
    }
    expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(17);
  });

  test('that cannot be fetched says what the server said', async () => {
    const lens = await show({ src: '/no/such/trace.json' });
    await vi.waitFor(() => expect(lens.status).toBe('error'));
    expect(lens.error).toMatchObject({ name: expect.stringMatching(/^Trace(Load)?Error$/) });
  });

  test('at something that is not an address says so', async () => {
    const lens = await show({ src: 'http://[' });
    await vi.waitFor(() => expect(lens.error).toMatchObject({ code: 'address' }));
    expect(find(lens, '[role=alert]').textContent).toMatch('that is not an address. Check src.');
  });

  test('asked for last is the one shown, however late the first arrives', async () => {
    let answer: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    vi.spyOn(globalThis, 'fetch').mockReturnValueOnce(late);
    const lens = await show({ src: 'slow.json' });
    lens.trace = randomTrace({ queries: 3 });
    await lens.updateComplete;
    answer(new Response(JSON.stringify(dog)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(3);
  });

  test('is loaded after all when the lens is taken out and put back meanwhile', async () => {
    const lens = await show({ src: '/traces/dog.json' });
    lens.remove();
    document.body.append(lens);
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
  });
});

describe('other texts and models', () => {
  test('a token that continues a word is dashed', async () => {
    const tokens = ['Data', ' em', 'powers'].map((text, id) => ({ id, text }));
    const trace = { ...encodeTrace(randomTrace({ queries: 3 })), tokens };
    const lens = await show({ trace: trace as never });
    const borders = [0, 1, 2].map((index) => getComputedStyle(chip(lens, index)).borderTopStyle);
    expect(borders).toEqual(['solid', 'solid', 'dashed']);
  });

  test('tokens that share a character stand in one group under it', async () => {
    const tokens = [
      { id: 1, bytes: 'f09f' },
      { id: 2, bytes: '9982' },
      { id: 3, text: '!' },
    ];
    const lens = await show({
      trace: { ...encodeTrace(randomTrace({ queries: 3 })), tokens } as never,
    });
    expect(find(lens, '.split .character').textContent).toBe('🙂');
    expect(lens.renderRoot.querySelectorAll('.split .chip')).toHaveLength(2);
    expect(chip(lens, 1).ariaLabel).toBe('2/2 of 🙂, 2 of 3');
  });

  test('markup in tokens, labels and sources is text', async () => {
    const evil = '<img src=x onerror="window.hurt=1">';
    const file = encodeTrace(randomTrace({ queries: 2 }));
    const lens = await show({
      label: evil,
      token: 0,
      trace: {
        ...file,
        model: { ...file.model, name: evil },
        tokens: [
          { id: 0, text: evil },
          { id: 1, text: '</script>' },
        ],
        provenance: { kind: 'recorded', source: evil, licence: evil },
      },
    });
    expect(lens.renderRoot.querySelector('img')).toBe(null);
    expect(chip(lens, 0).textContent).toMatch(evil);
    expect(find(lens, 'footer').textContent).toMatch(evil);
  });

  test('a trace without a mask has none', async () => {
    const lens = await show({ trace: randomTrace({ causal: false }), token: 0 });
    expect(cells(lens, '.matrix').some(({ ariaLabel }) => ariaLabel?.includes('masked'))).toBe(
      false,
    );
    expect(find(lens, '.matrix [role=grid]').ariaLabel).toBe('Attention matrix');
  });

  test('cross-attention has two rows of tokens, one that looks and one that is looked at', async () => {
    const lens = await show({ trace: randomTrace({ queries: 3, keys: 4 }) });
    await userEvent.hover(chip(lens, 1));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“word1” reads “key\d” [\d.]+ %\.$/);
    await userEvent.click(chip(lens, 2, 'key'));
    await userEvent.hover(find(lens, 'h2'));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“key2” is read most by “word\d”, [\d.]+ %\.$/);
    await userEvent.keyboard('{Escape}');
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('Point at a token');
  });

  test('the chips run from right to left in a text that does', async () => {
    const tokens = ['שלום', ' עולם'].map((text, id) => ({ id, text }));
    const lens = await show({
      trace: { ...encodeTrace(randomTrace({ queries: 2 })), tokens } as never,
    });
    const [first, second] = [0, 1].map((index) => chip(lens, index).getBoundingClientRect().x);
    expect(first).toBeGreaterThan(second ?? 0);
    chip(lens, 0).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(chip(lens, 1));
  });

  test('a lens of 64 tokens and 144 heads has at most 1,500 nodes, text and comments included', async () => {
    const next = Array.from({ length: 20 }, (_, id) => ({ id, text: ` next${id}`, p: 0.05 }));
    const file = encodeTrace(randomTrace({ queries: 64, layers: 12, heads: 12 }));
    const lens = await show({ trace: { ...file, next }, token: 40 });
    const walker = document.createTreeWalker(lens.renderRoot, NodeFilter.SHOW_ALL);
    let nodes = 0;
    while (walker.nextNode()) nodes++;
    expect(nodes).toBeLessThanOrEqual(1500);
  });
});

test('taking a lens out and putting it back a hundred times leaves it whole', async () => {
  const lens = await showDog({ token: DOG_2 });
  for (let round = 0; round < 100; round++) {
    lens.remove();
    document.body.append(lens);
  }
  await lens.updateComplete;
  await userEvent.keyboard('{Escape}');
  await userEvent.click(chip(lens, 3));
  await lens.updateComplete;
  expect(lens.token).toBe(3);
  expect(sentence(lens)).toMatch('The first “the” reads');
});

test('a change of theme is drawn, however the page brings it about', async () => {
  document.body.style.cssText = 'color-scheme: light';
  const lens = await showDog();
  const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
  const picture = () => canvas.toDataURL();
  const light = picture();
  document.body.style.cssText = 'color-scheme: dark';
  await vi.waitFor(() => expect(picture()).not.toBe(light));
});
