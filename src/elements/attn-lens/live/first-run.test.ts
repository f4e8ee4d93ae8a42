import { describe, expect, test, vi } from 'vitest';
import { find, said } from '../testing/lens.js';
import { engine, installFakeEngine, WIZARD } from '../testing/live-lens.js';
import { showPinned } from '../testing/pinned-lens.js';

installFakeEngine();

describe('what starts the first run', () => {
  test('run="visible": the lens coming into sight, once', async () => {
    const above = document.createElement('div');
    above.style.height = '300vh';
    document.body.append(above);
    const lens = await showPinned({ run: 'visible', text: WIZARD });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(engine.runs).toHaveLength(0);
    lens.scrollIntoView();
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    scrollTo(0, 0);
  });

  test('run="visible": a model that is not to start by itself waits for the reader', async () => {
    engine.startsByItself = false;
    const lens = await showPinned({ run: 'visible', text: WIZARD });
    lens.scrollIntoView();
    await vi.waitFor(() => expect(engine.estimates).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(engine.runs).toHaveLength(0);
    find<HTMLButtonElement>(lens, '[part=run]').click();
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  });

  test('run="manual": only the page, and until then there is no text box', async () => {
    const lens = await showPinned({ run: 'manual' });
    expect(lens.renderRoot.querySelector('textarea')).toBe(null);
    const done = lens.runLive(WIZARD);
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
    engine.sayReady();
    engine.answer();
    await done;
    await lens.updateComplete;
    expect(said(lens, '.badge')).toMatch(/^live/);
    expect(find<HTMLTextAreaElement>(lens, 'textarea').value).toBe(WIZARD);
  });
});
