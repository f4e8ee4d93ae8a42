// What tests of live runs share: a fake engine in the place of the page's own, and a lens that runs on it.

import { afterEach, beforeEach, expect, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { FakeEngine } from '../../../runtime/testing/fake-engine.js';
import type { AttnLens } from '../attn-lens.js';
import { find, said } from './lens.js';

export const WIZARD = 'The wizard raised his staff, and the wizard';

/** The engine of the test that runs. */
export let engine: FakeEngine;
/** Takes it away, as at the end of a test. */
export let uninstall: () => void;

/** Every test has an engine of its own. */
export function installFakeEngine(): void {
  beforeEach(async () => {
    engine = new FakeEngine();
    uninstall = engine.install();
    await userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } });
  });

  afterEach(() => {
    document.body.replaceChildren();
    uninstall();
  });
}

/** Types a text, runs it and answers. */
export async function runLive(lens: AttnLens, text = WIZARD): Promise<void> {
  await userEvent.fill(find(lens, 'textarea'), text);
  await userEvent.click(find(lens, '.run'));
  engine.sayReady();
  engine.answer();
  await vi.waitFor(() => expect(said(lens, '.badge')).toMatch(/^live/));
}
