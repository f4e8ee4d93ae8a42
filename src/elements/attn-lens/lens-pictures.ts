// What a template cannot draw: the two canvases, and the tints that only a style can carry. Draws anew when the size or
// the theme changes.

import type { LitElement, ReactiveController } from 'lit';
import { type Palette, readPalette } from '../shared/palette.js';
import type { TokenView } from '../shared/token-views.js';
import { MapPicture } from './map.picture.js';
import type { MatrixMarks } from './matrix.drawing.js';
import { MatrixPicture } from './matrix.picture.js';
import { type Focus, type HeadWeights, type Reading, strongest } from './reading.js';

/** `layer.head`, zero-based. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

export interface PictureHandlers {
  readonly onPreviewFocus: (focus: Focus | null) => void;
  readonly onPickCell: (
    cell: { readonly query: number; readonly key: number },
    continued: boolean,
  ) => void;
  /** Whether cells take paint. */
  readonly paints: () => boolean;
  readonly onPreviewHead: (head: Head | null) => void;
  readonly onChooseHead: (head: Head) => void;
}

export interface PictureState {
  readonly layers: number;
  readonly heads: number;
  /** The weights of every head. Another function means that other weights are to be drawn. */
  readonly weights: (layer: number, head: number) => HeadWeights;
  readonly chosen: Head;
  /** Of the head on screen: the chosen one, or the one being previewed. */
  readonly shown: HeadWeights;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly reading: Reading;
  readonly pinned: number | null;
  readonly painted: MatrixMarks['painted'];
  /** Another value means that everything is to be called otherwise. */
  readonly language: string;
}

export class LensPictures implements ReactiveController {
  readonly #host: LitElement;
  readonly #handlers: PictureHandlers;
  #resizes: ResizeObserver | null = null;
  #density: MediaQueryList | null = null;
  #palette: Palette | null = null;
  #matrix: { readonly root: HTMLElement; readonly picture: MatrixPicture } | null = null;
  #map: { readonly root: HTMLElement; readonly picture: MapPicture } | null = null;

  constructor(host: LitElement, handlers: PictureHandlers) {
    this.#host = host;
    this.#handlers = handlers;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resizes ??= new ResizeObserver(() => this.restyle());
    this.#resizes.observe(this.#host);
    this.#watchDensity();
  }

  hostDisconnected(): void {
    this.#resizes?.disconnect();
    this.#density?.removeEventListener('change', this.#handleDensity);
  }

  /** A window moved to another screen may have other pixels at the same size. */
  #watchDensity(): void {
    this.#density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.#density.addEventListener('change', this.#handleDensity, { once: true });
  }

  readonly #handleDensity = (): void => {
    this.#watchDensity();
    this.restyle();
  };

  /** The colours may have changed, or the room. */
  readonly restyle = (): void => {
    this.#palette = null;
    this.#host.requestUpdate();
  };

  /** Draws what has changed since the last time. */
  show(state: PictureState): void {
    this.#palette ??= readPalette(this.#find('.probe'));
    this.#showMatrix(state, this.#palette);
    this.#showMap(state, this.#palette);
    this.#tintChips(state);
  }

  #showMatrix(state: PictureState, palette: Palette): void {
    const root = this.#host.renderRoot.querySelector<HTMLElement>('.matrix');
    if (!root) return;
    if (this.#matrix?.root !== root) {
      const picture = new MatrixPicture(root, {
        onPreview: (cell) =>
          this.#handlers.onPreviewFocus(
            cell && { kind: 'cell', query: cell.row, key: cell.column },
          ),
        onPick: ({ row, column }, continued) =>
          this.#handlers.onPickCell({ query: row, key: column }, continued),
        strokes: this.#handlers.paints,
      });
      this.#matrix = { root, picture };
    }
    const { shown: head, queries, keys, reading, pinned, painted } = state;
    const marks = { ...marksOf(reading), painted };
    const width = roomFor(root);
    this.#matrix.picture.show({ head, queries, keys, marks, pinned, palette, width });
  }

  #showMap(state: PictureState, palette: Palette): void {
    const root = this.#host.renderRoot.querySelector<HTMLElement>('.map');
    if (!root) return;
    if (this.#map?.root !== root) {
      const picture = new MapPicture(root, {
        onPreview: (cell) =>
          this.#handlers.onPreviewHead(cell && { layer: cell.row, head: cell.column }),
        onPick: ({ row, column }) => this.#handlers.onChooseHead({ layer: row, head: column }),
      });
      this.#map = { root, picture };
    }
    const { layers, heads, weights, chosen, language } = state;
    const width = roomFor(root);
    this.#map.picture.show({ layers, heads, weights, ...chosen, language, palette, width });
  }

  /** How strongly each chip is read, and how strongly it reads. */
  #tintChips({ reading, queries, keys }: PictureState): void {
    const shades = (links: Reading['reads']) =>
      new Map(links.map(({ index, weight }) => [index, Math.sqrt(weight).toFixed(3)]));
    const [read, reads] = [shades(reading.reads), shades(reading.readBy)];
    const crossAttention = keys !== queries;
    for (const chip of this.#host.renderRoot.querySelectorAll<HTMLElement>('.chip')) {
      const index = Number(chip.dataset.index);
      const isKey = chip.closest<HTMLElement>('.tokens')?.dataset.side === 'key';
      const looksOnly = crossAttention && !isKey;
      chip.style.setProperty('--read', (!looksOnly && read.get(index)) || '0');
      chip.style.setProperty('--reads', (!isKey && reads.get(index)) || '0');
    }
  }

  #find(selector: string): HTMLElement {
    return this.#host.renderRoot.querySelector(selector) as HTMLElement;
  }
}

/** What the matrix marks for a reading. */
function marksOf({ query, key, cell, reads }: Reading): Omit<MatrixMarks, 'painted'> {
  const [top] = strongest(reads, 1);
  return { query, key, cell, named: cell?.key ?? top?.index ?? (query === null ? key : null) };
}

function roomFor(picture: HTMLElement): number {
  return picture.parentElement?.clientWidth ?? 0;
}
