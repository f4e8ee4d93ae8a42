// What a template cannot draw: the canvases, and the tints that only a style can carry. Draws again when the size, the theme or
// something else around the element changes.

import type { LitElement } from 'lit';
import { paintLegends } from '../../shared/own-style.js';
import { windowOf } from '../../shared/own-window.js';
import { type Palette, readPalette } from '../../shared/palette.js';
import type { TokenView } from '../../shared/token-views.js';
import type { Finding } from '../finder/finding.js';
import { type FocusLinks, type HeadWeights, namedKey } from '../focus/focus-links.js';
import type { HeadChoice, Subject } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import type { LinesCanvas } from '../lines/lines.canvas.js';
import { MapCanvas } from '../map/map.canvas.js';
import { MatrixCanvas } from '../matrix/matrix.canvas.js';
import type { MatrixMarks } from '../matrix/matrix.drawing.js';
import type { PaintedCell } from '../matrix/paint-stroke.js';
import type { StageMatrix } from '../stages/stage-matrix.js';
import { Surroundings } from './surroundings.js';

/** The same list each time: another one would be another matrix to speak of. */
const NO_CELLS: readonly PaintedCell[] = [];

/** One head with its tokens and what is looked at in it. */
export interface DrawnHead {
  readonly weights: HeadWeights;
  readonly matrix: StageMatrix;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly links: FocusLinks;
}

export interface CanvasState {
  readonly subject: Subject;
  readonly chosen: HeadChoice;
  /** The chosen head, or the one being previewed. */
  readonly shown: DrawnHead;
  /** The one that it is compared with. */
  readonly second: DrawnHead | null;
  readonly finding: Finding | null;
  /** Draws the lines, where that is what is shown. */
  readonly lines: { readonly make: typeof LinesCanvas; readonly threshold: number } | null;
}

export class LensCanvases {
  readonly #host: LitElement;
  readonly #store: LensStore;
  readonly #surroundings: Surroundings;
  readonly #canvases = new Map<string, { readonly root: HTMLElement; readonly canvas: unknown }>();
  #palette: Palette | null = null;
  /** What was last drawn with, and in which width of the host in CSS pixels. */
  #drawn: { readonly palette: Palette; readonly width: number } | null = null;

  constructor(host: LitElement, store: LensStore) {
    this.#host = host;
    this.#store = store;
    this.#surroundings = new Surroundings(host, {
      onHint: () => this.#look(),
      onLoss: () => {
        this.#palette = null;
      },
    });
  }

  /** The theme's colours at the moment: the same object while they are the same. */
  get palette(): Palette {
    this.#palette = readPalette(this.#surroundings.probe, this.#palette);
    return this.#palette;
  }

  #look(): void {
    const { palette, width } = this.#drawn ?? {};
    if (palette && (palette !== this.palette || width !== this.#host.clientWidth)) {
      this.#host.requestUpdate();
    }
  }

  /** Draws what has changed since the last time. */
  show(state: CanvasState): void {
    // A DOM for unit tests draws nothing.
    if (!globalThis.OffscreenCanvas) return;
    const { palette } = this;
    this.#drawn = { palette, width: this.#host.clientWidth };
    const { shown, second } = state;
    const { pinned, choices } = this.#store;
    this.#showMatrix('.matrix.first', shown, pinned, choices.painted ?? NO_CELLS, palette);
    if (second) this.#showMatrix('.matrix.second', second, null, NO_CELLS, palette);
    this.#showLines('.lines.first', shown, state, palette);
    if (second) this.#showLines('.lines.second', second, state, palette);
    this.#showMap(state, palette);
    this.#tintChips(shown);
    paintLegends(this.#host.renderRoot);
  }

  /** The canvas at this place; another one when a template has made the place again. */
  #canvasAt<P>(selector: string, make: (root: HTMLElement) => P): [P, width: number] | null {
    const root = this.#host.renderRoot.querySelector<HTMLElement>(selector);
    if (!root) return null;
    const kept = this.#canvases.get(selector);
    const canvas = kept?.root === root ? (kept.canvas as P) : make(root);
    if (kept?.root !== root) this.#canvases.set(selector, { root, canvas });
    return [canvas, root.parentElement?.clientWidth ?? 0];
  }

  #showMatrix(
    selector: string,
    { matrix, queries, keys, links }: DrawnHead,
    pinned: number | null,
    painted: readonly PaintedCell[],
    palette: Palette,
  ): void {
    const place = this.#canvasAt(
      selector,
      (root) =>
        new MatrixCanvas(root, {
          onPreview: (cell) =>
            this.#store.preview(cell && { kind: 'cell', query: cell.row, key: cell.column }),
          onPick: ({ row, column }, continued) =>
            this.#store.pickCell({ query: row, key: column }, continued),
          strokes: () => this.#store.choices.painted !== null,
        }),
    );
    if (!place) return;
    const [canvas, width] = place;
    const marks = { ...marksOf(links), painted };
    canvas.show({ matrix, queries, keys, marks, pinned, palette, width });
  }

  #showLines(selector: string, shown: DrawnHead, { lines }: CanvasState, palette: Palette): void {
    if (!lines) return;
    const place = this.#canvasAt(
      selector,
      (root) =>
        new lines.make(root, {
          onPreview: (focus) => this.#store.preview(focus),
          onPick: (focus) => this.#store.pinFocus(focus),
        }),
    );
    if (!place) return;
    const [canvas, width] = place;
    const { pinned } = this.#store;
    canvas.show({ ...shown, threshold: lines.threshold, pinned, palette, width });
  }

  #showMap({ subject, chosen, finding }: CanvasState, palette: Palette): void {
    const place = this.#canvasAt(
      '.map',
      (root) =>
        new MapCanvas(root, {
          onPreview: (head) => this.#store.previewHead(head),
          onPick: (head) => this.#store.chooseHead(head),
          onMore: () =>
            windowOf(this.#host).requestAnimationFrame(() => this.#host.requestUpdate()),
        }),
    );
    if (!place) return;
    const [canvas, width] = place;
    canvas.show({ subject, chosen, finding, palette, width });
  }

  /** How strongly each chip is read, and how strongly it reads. */
  #tintChips({ links, queries, keys }: DrawnHead): void {
    const shades = (links: FocusLinks['reads']) =>
      new Map(links.map(({ index, weight }) => [index, Math.sqrt(weight).toFixed(3)]));
    const [read, reads] = [shades(links.reads), shades(links.readBy)];
    const crossAttention = keys !== queries;
    for (const chip of this.#host.renderRoot.querySelectorAll<HTMLElement>('.chip')) {
      const index = Number(chip.dataset.index);
      const isKey = chip.closest<HTMLElement>('.tokens')?.dataset.side === 'key';
      const isQueryOnly = crossAttention && !isKey;
      chip.style.setProperty('--read', (!isQueryOnly && read.get(index)) || '0');
      chip.style.setProperty('--reads', (!isKey && reads.get(index)) || '0');
    }
  }
}

/** What the matrix marks for these links. */
function marksOf(links: FocusLinks): Omit<MatrixMarks, 'painted'> {
  const { query, key, cell } = links;
  return { query, key, cell, named: namedKey(links) };
}
