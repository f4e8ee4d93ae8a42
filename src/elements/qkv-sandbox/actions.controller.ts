// What the reader does with the controls of the card: buttons, each of which says in `data-do` what it does, fields, sliders, and the keys
// that undo and redo. It does not know the plane, whose objects have a controller of their own.

import type { LitElement, ReactiveController } from 'lit';
import { keepKeys } from '../shared/keep-keys.js';
import { scaleAt } from './dial.view.js';
import type { PartsLoader } from './parts.loader.js';
import { PRESETS } from './presets.js';
import { LARGEST_DIMENSION, rename, type Scene, setCount, setScale } from './scene.js';
import type { SceneStore } from './scene-store.js';

/** Buttons that take back what the other does. */
const OPPOSITES: Readonly<Record<string, string>> = {
  undo: 'redo',
  redo: 'undo',
  fewer: 'more',
  more: 'fewer',
  close: 'gpt2',
};

/** The element: what a reader can do that a page can do too. */
export interface ActionsHost extends LitElement {
  dimension: number | null;
  seed: number;
  undo(): void;
  redo(): void;
  reset(): void;
}

export class ActionsController implements ReactiveController {
  readonly #host: ActionsHost;
  readonly #store: SceneStore;
  readonly #parts: PartsLoader;
  readonly #hasHistory: () => boolean;

  /** @param hasHistory whether the reader may undo and redo. */
  constructor(host: ActionsHost, store: SceneStore, parts: PartsLoader, hasHistory: () => boolean) {
    this.#host = host;
    this.#store = store;
    this.#parts = parts;
    this.#hasHistory = hasHistory;
    host.addController(this);
    keepKeys(host, (event) => this.#handleKeydown(event));
  }

  hostConnected(): void {
    const { renderRoot } = this.#host;
    renderRoot.addEventListener('click', this.#handleClick);
    renderRoot.addEventListener('input', this.#handleInput);
    renderRoot.addEventListener('change', this.#handleChange);
  }

  /** Does what the pressed button says, and leaves the focus where the reader can continue. */
  readonly #handleClick = async (event: Event): Promise<void> => {
    this.#parts.error = null;
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-do]');
    const { do: action = '', value = '' } = button?.dataset ?? {};
    const focused = button && this.#host.shadowRoot?.activeElement === button;
    this.#actions[action]?.(value);
    const opposite = OPPOSITES[action];
    if (!focused || !opposite) return;
    // A button with nothing more to do is disabled, or goes.
    await this.#host.updateComplete;
    if (button.isConnected && !button.disabled) return;
    this.#host.renderRoot.querySelector<HTMLElement>(`button[data-do=${opposite}]`)?.focus();
  };

  readonly #actions: Readonly<Record<string, (value: string) => void>> = {
    gpt2: () => this.#parts.toggleGpt2(),
    take: () => void this.#parts.gpt2?.take(),
    close: () => this.#parts.gpt2?.close(),
    undo: () => this.#host.undo(),
    redo: () => this.#host.redo(),
    reset: () => this.#host.reset(),
    preset: (wanted) => {
      const preset = PRESETS.find(({ id }) => id === wanted);
      if (preset) this.#store.change(preset.scene);
      else this.#host.reset();
    },
    fewer: () => this.#addTokens(-1),
    more: () => this.#addTokens(1),
    save: (kind) => this.#parts.saveFigure(kind),
    dimension: () => {
      this.#parts.dimension.retry();
      this.#host.dimension = this.#host.dimension === null ? LARGEST_DIMENSION : null;
    },
    draw: () => {
      this.#host.seed++;
    },
  };

  #addTokens(count: number): void {
    const { scene } = this.#store;
    this.#store.change(setCount(scene, scene.tokens.length + count));
  }

  readonly #handleInput = (event: Event): void => {
    const { id, value } = event.target as HTMLInputElement;
    if (id === 'scale') {
      this.#store.hold('scale');
      this.#store.change(setScale(this.#store.scene, scaleAt(this.#store.scene, Number(value))));
    } else if (id === 'dimension') {
      this.#host.dimension = Math.round(2 ** Number(value));
    }
  };

  readonly #handleChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const { which, index } = input.dataset;
    const value = Number(input.value);
    const change = (part: Partial<Scene>) =>
      this.#store.change({ ...this.#store.scene, preset: null, ...part });
    if (input.id === 'scale') this.#store.letGo();
    else if (index !== undefined) this.#rename(input, Number(index));
    else if (which === 'causal') change({ causal: input.checked });
    else if (which === 'position') change({ position: value });
    else if (which === 'source') void this.#parts.gpt2?.choose(value === 0);
    else if (which) this.#parts.gpt2?.setRow({ [which]: value });
  };

  #rename(input: HTMLInputElement, index: number): void {
    this.#store.change(rename(this.#store.scene, index, input.value));
    // What was cleaned away may leave the name as it was: no template would then write it.
    input.value = this.#store.scene.tokens[index]?.name ?? '';
  }

  #handleKeydown(event: KeyboardEvent): void {
    const inText = (event.composedPath()[0] as Element).matches?.('input:not([type=range])');
    if (inText || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if ((key !== 'z' && key !== 'y') || !this.#hasHistory()) return;
    const isRedo = key === 'y' || event.shiftKey;
    if (!(isRedo ? this.#store.canRedo : this.#store.canUndo)) return;
    event.preventDefault();
    if (isRedo) this.#host.redo();
    else this.#host.undo();
  }
}
