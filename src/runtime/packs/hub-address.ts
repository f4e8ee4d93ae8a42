// `hf:owner/name`, with `@revision` and `#folder`: a model on Hugging Face, by the name that it has there.

import type { KnownModel } from '../api.js';

export interface HubModel {
  /** `openai-community/gpt2`. */
  readonly id: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** Of the repository, without slashes at its ends; empty for all of it. */
  readonly folder: string;
}

/** As readers know it. */
export const HUB_HOST = 'Hugging Face';

/**
 * What is known of checkpoints before anything is asked of the network, by their ids: the name, the bytes that are read, and
 * those of the pack that is kept. A test computes them from the models' shapes.
 */
const KNOWN: Readonly<Record<string, readonly [name: string, bytes: number, kept: number]>> = {
  'openai-community/gpt2': ['GPT-2 small', 497_759_232, 126_141_568],
  'openai-community/gpt2-medium': ['GPT-2 medium', 1_419_292_672, 357_959_040],
  'openai-community/gpt2-large': ['GPT-2 large', 3_096_120_320, 779_060_864],
  'openai-community/gpt2-xl': ['GPT-2 XL', 6_230_444_800, 1_565_294_016],
  'distilbert/distilgpt2': ['DistilGPT-2', 327_650_304, 83_259_520],
};

/** GPT-2 small, at the commit that has been its last since 2024. */
export const GPT2_ON_HUB = 'hf:openai-community/gpt2@607a30d783dfa663caf39e06633721c8d4cfcd7e';

/** Nothing where `model` does not begin with `hf:`, or is not written so. */
export function readHubAddress(model: string): HubModel | undefined {
  const [, id, revision = 'main', folder = ''] =
    /^hf:(\w[\w.-]*\/\w[\w.-]*)(?:@([^#]+))?(?:#\/?(.*?)\/?)?$/.exec(model) ?? [];
  return id === undefined ? undefined : { id, revision, folder };
}

/** As it is written in `model`. */
export function hubName({ id, revision, folder }: HubModel): string {
  return `hf:${id}${revision === 'main' ? '' : `@${revision}`}${folder && `#${folder}`}`;
}

/** What is known of it without asking anybody. Another folder of the repository is another model. */
export function knownOnHub({ id, folder }: HubModel): KnownModel | undefined {
  const known = folder === '' && Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined;
  if (!known) return undefined;
  const [name, bytes, kept] = known;
  return { name, bytes, hub: { host: HUB_HOST, kept } };
}
