// The lens as it is on screen, which is what an export has of it.

import { isUnderWay } from '../../shared/awaited-layers.js';
import { isOnHub } from '../../shared/on-hub.js';
import type { Palette } from '../../shared/palette.js';
import { words } from '../attn-lens.terms.js';
import type { LensCanvases } from '../canvas/lens-canvases.js';
import type { FocusLinks } from '../focus/focus-links.js';
import type { ShownHead } from '../head/subject.js';
import type { LensChoices, LensStore } from '../lens.store.js';
import type { PanesController } from '../panes/panes.controller.js';
import type { StageMatrix } from '../stages/stage-matrix.js';
import type { TracesController } from '../traces/traces.controller.js';

/** A head as it is on screen. */
export interface HeadSnapshot {
  readonly shown: ShownHead;
  readonly matrix: StageMatrix;
  readonly links: FocusLinks;
}

/** The lens as it is on screen. */
export interface LensSnapshot {
  readonly title: string;
  /** The page's own words below it; empty where there are none. */
  readonly caption: string;
  /** The chosen head, and the one beside it. */
  readonly heads: readonly [HeadSnapshot, ...HeadSnapshot[]];
  /** The share of each row that its lines carry, where heads are drawn as lines. */
  readonly lines: number | null;
  readonly palette: Palette;
  /** Addresses in the trace are relative to it. */
  readonly base: string;
  /** The address of the trace on screen, in full; `null` where it has none. */
  readonly src: string | null;
  /** The same of the trace beside it, which `compare` calls the other. */
  readonly otherSrc: string | null;
  /** What is in the text box, where it is not the text on screen. */
  readonly typed: string | null;
  /** The name of the model, where it is on a hub. */
  readonly hubModel: string | null;
  /** For what the page gave: the properties that no request changes. */
  readonly lens: HTMLElement;
  /** For what was chosen. It is the same object, but parts of the lens read choices from the store only. */
  readonly choices: LensChoices;
  readonly lang: string;
  /** In CSS pixels. */
  readonly height: number;
}

/** What of a lens a snapshot is taken from. */
export interface SnapshotSource {
  readonly store: LensStore;
  readonly traces: TracesController;
  readonly panes: PanesController;
  readonly canvases: LensCanvases;
}

export interface SnapshotHost extends HTMLElement {
  readonly label: string | null;
}

/** `null` while nothing is shown, or a run that is under way. */
export function takeSnapshot(
  host: SnapshotHost,
  { store, traces, panes, canvases }: SnapshotSource,
): LensSnapshot | null {
  const [first, ...others] = panes.heads.map(({ shown, drawn }) => ({ shown, ...drawn }));
  if (!first || isUnderWay(first.shown.subject.trace)) return null;
  const { trace } = first.shown.subject;
  const { view, threshold, choices, recording } = store;
  const address = recording?.address ?? null;
  const recorded = trace === recording;
  const { text } = traces.textBox;
  const model = traces.live.engine?.manifestUrl;
  return {
    title: host.label || words.title,
    caption: host.querySelector(':scope > [slot=caption]')?.textContent?.trim() ?? '',
    heads: [first, ...others],
    lines: view === 'lines' ? threshold : null,
    palette: canvases.palette,
    base: traces.source.base,
    src: recorded ? address : null,
    otherSrc: recorded ? null : address,
    typed: text === '' || text === trace.text ? null : text,
    hubModel: model !== undefined && isOnHub(model) ? model : null,
    lens: host,
    choices,
    lang: words.lang,
    height: host.offsetHeight,
  };
}

/**
 * The lens as it is once it has updated.
 * @throws {Error} while nothing is shown, or a run that is under way.
 */
export async function requireSnapshot(
  host: SnapshotHost & { readonly updateComplete: Promise<boolean> },
  source: SnapshotSource,
): Promise<LensSnapshot> {
  await host.updateComplete;
  const snapshot = takeSnapshot(host, source);
  if (!snapshot) {
    throw new Error('There is nothing to export: the lens does not show a whole trace yet.');
  }
  return snapshot;
}
