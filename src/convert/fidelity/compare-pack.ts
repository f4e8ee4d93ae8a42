// What a pack gives on some texts, against what they should give.

import type { ModelFidelity } from '../../runtime/packs/manifest.js';
import { measureFidelity, type TextRun } from './measure-fidelity.js';
import type { PackSession } from './pack-session.js';

export interface ExpectedRun extends TextRun {
  readonly ids: readonly number[];
}

/** @param session of the pack, which is released. @throws {WrongOutputError} */
export async function comparePack(
  session: PackSession,
  against: ModelFidelity['against'],
  runs: readonly ExpectedRun[],
): Promise<ModelFidelity> {
  try {
    const pairs = [];
    for (const expected of runs) {
      const { ids } = expected;
      pairs.push({ tokens: ids.length, expected, found: await session.run(ids) });
    }
    return measureFidelity(against, pairs);
  } finally {
    await session.release();
  }
}
