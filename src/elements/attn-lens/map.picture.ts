// The map of all heads: its picture, the cells over it, and when to draw which of them anew.

import type { Cell } from '../shared/cell-grid.js';
import type { Palette } from '../shared/palette.js';
import { drawMap, layOutMap } from './map.drawing.js';
import { spoken } from './phrases.js';
import { Picture } from './picture.js';
import type { HeadWeights } from './reading.js';

/** Every head of any GPT-2 is in the DOM: the largest has 48 layers of 25. */
const WINDOW = 48;

export interface MapState {
  readonly layers: number;
  readonly heads: number;
  /** The weights of every head. Another function means that other weights are to be drawn. */
  readonly weights: (layer: number, head: number) => HeadWeights;
  /** The chosen head. */
  readonly layer: number;
  readonly head: number;
  /** Another value means that heads are to be called otherwise. */
  readonly language: string;
  readonly palette: Palette;
  /** CSS pixels there are. */
  readonly width: number;
}

export class MapPicture {
  readonly #picture: Picture;
  #state: MapState | null = null;

  constructor(
    root: HTMLElement,
    handlers: { onPreview: (cell: Cell | null) => void; onPick: (cell: Cell) => void },
  ) {
    this.#picture = new Picture(root, {
      ...handlers,
      describe: ({ row, column }) => spoken.head(row, column),
      isSelected: ({ row, column }) => row === this.#state?.layer && column === this.#state.head,
      window: WINDOW,
    });
  }

  show(state: MapState): void {
    const before = this.#state;
    this.#state = state;
    const { layers, heads, layer, head, language, palette, weights, width } = state;
    if (
      before?.layers !== layers ||
      before.heads !== heads ||
      before.layer !== layer ||
      before.head !== head ||
      before.language !== language
    ) {
      this.#picture.cells.update(layers, heads, { row: layer, column: head });
    }
    const drawn =
      before?.weights === weights && before.palette === palette && before.width === width;
    if (drawn) return;
    const layout = layOutMap(width, layers, heads);
    this.#picture.draw(layout, layers, heads, (context, scale) => {
      drawMap(context, everyHead(state), layout, scale, palette);
    });
  }
}

function* everyHead({ layers, heads, weights }: MapState): Generator<HeadWeights> {
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) yield weights(layer, head);
  }
}
