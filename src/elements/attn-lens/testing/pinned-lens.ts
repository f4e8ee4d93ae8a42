// What tests of files and addresses share: a lens with a pinned token, whose address is settled.

import { afterEach } from 'vitest';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import type { AttnLens } from '../attn-lens.js';
import { show } from './lens.js';

/** Every test ends with the address as it was. */
export function resetAddress(): void {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));
}

/** The lens with GPT-2 small's dog recording, head 5.5 and its second “dog”. */
export async function showPinned(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = await show({ trace: parseTrace(dog), layer: 5, head: 5, token: 10, ...properties });
  if (lens.address !== null) await settleAddress(lens);
  return lens;
}

/** What keeps the address is loaded, and has read it. */
async function settleAddress(lens: AttnLens): Promise<void> {
  await import('../address/address.controller.js');
  await new Promise((resolve) => setTimeout(resolve));
  await lens.updateComplete;
}
