// What the card of a sandbox holds: makes the plane's own controllers, and composes all parts from the store, leaving out what the page
// hides and disabling what it locks.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { dial, plot } from './dial.view.js';
import { DragController } from './drag.controller.js';
import { FrameSize } from './frame-size.js';
import { footer, header } from './header.view.js';
import { changesLocked, type IsLocked } from './locks.js';
import { weightsText } from './number-text.js';
import { formula, type NumbersState, numbersTable, sentence } from './numbers.view.js';
import type { PartsLoader } from './parts.loader.js';
import { plane } from './plane.view.js';
import { words } from './qkv-sandbox.terms.js';
import type { HandleId } from './scene.js';
import type { SceneStore } from './scene-store.js';
import { presets, tools } from './tools.view.js';

/** The element: what the card reads from it. */
export interface CardHost extends LitElement {
  readonly dimension: number | null;
  readonly seed: number;
}

export interface CardOptions {
  readonly parts: PartsLoader;
  readonly hides: (part: string) => boolean;
  readonly isLocked: IsLocked;
  /** The part that reads and shows a goal, once it is there. */
  readonly goal: { readonly reader: typeof import('./goal.view.js') | null };
  /** The page has put something else into the slot. */
  readonly onSlot: () => void;
}

export class CardController {
  readonly drag: DragController;
  readonly #host: CardHost;
  readonly #store: SceneStore;
  readonly #options: CardOptions;
  readonly #frame: FrameSize;

  constructor(host: CardHost, store: SceneStore, options: CardOptions) {
    this.#host = host;
    this.#store = store;
    this.#options = options;
    this.#frame = new FrameSize(host);
    this.drag = new DragController(host, store, this.#frame, this.#isHandleLocked);
  }

  readonly #isHandleLocked = (id: HandleId): boolean =>
    this.#options.isLocked(id, id.charAt(0), 'plane');

  renderHeader(): TemplateResult {
    const { scene, numbers, canUndo, canRedo } = this.#store;
    const { parts, hides, isLocked } = this.#options;
    const free = !isLocked('history');
    return header(
      weightsText(numbers),
      parts.gpt2?.renderBadge(scene),
      hides('gpt2')
        ? null
        : {
            isOpen: parts.gpt2?.open ?? false,
            // Real numbers bring all of these.
            isLocked: isLocked('gpt2', 'q', 'k', 'v', 'scale', 'tokens', 'names'),
          },
      hides('history') ? null : { undo: free && canUndo, redo: free && canRedo, reset: free },
    );
  }

  /** The panel of real numbers, if it is open. */
  renderGpt2(): TemplateResult | typeof nothing {
    const { gpt2 } = this.#options.parts;
    return gpt2?.open ? gpt2.render() : nothing;
  }

  render(): TemplateResult {
    const { scene, start } = this.#store;
    const { dimension } = this.#host;
    const { parts, hides, isLocked, onSlot } = this.#options;
    return html`<div class="main">
        ${hides('plane') ? nothing : this.#renderPlane()}
        ${hides('numbers') ? nothing : this.#renderNumbers()}
      </div>
      ${this.#renderDial()}
      ${
        hides('presets')
          ? nothing
          : presets(
              scene.preset,
              start,
              (to) => isLocked('presets') || changesLocked(scene, to, isLocked),
              hides('dimension') ? null : dimension !== null,
            )
      }
      ${dimension === null || hides('dimension') ? nothing : this.#renderDimension(dimension)}
      ${this.#renderTools()} ${footer(hides('hint') ? null : words.hint, parts.gpt2?.renderSource(scene))}
      <slot hidden @slotchange=${onSlot}></slot>`;
  }

  #renderPlane(): TemplateResult {
    const { drag } = this;
    const { scene, numbers, held } = this.#store;
    return html`<div
      class="frame"
      @pointerdown=${drag}
      @pointermove=${drag}
      @pointerup=${drag}
      @pointercancel=${drag}
      @lostpointercapture=${drag}
      @touchstart=${drag}
      @keydown=${drag}
      @keyup=${drag}
      @focusout=${drag}
    >
      ${plane({ scene, numbers, size: this.#frame.size, isLocked: this.#isHandleLocked, held })}
    </div>`;
  }

  #renderNumbers(): TemplateResult {
    const { scene, numbers, goal, isReached } = this.#store;
    const {
      parts,
      isLocked,
      goal: { reader },
    } = this.#options;
    const state: NumbersState = {
      scene,
      numbers,
      canRename: scene.origin === null && !isLocked('names', 'numbers'),
    };
    return html`<div class="numbers">
      ${numbersTable(state)} ${formula(state)} ${goal ? reader?.goalNote(goal, isReached) : nothing}
      ${sentence(state)} ${parts.gpt2?.renderProjection(scene)}
    </div>`;
  }

  #renderDial(): TemplateResult | typeof nothing {
    const { hides, isLocked } = this.#options;
    const [hasDial, hasPlot] = [!hides('dial'), !hides('plot')];
    if (!hasDial && !hasPlot) return nothing;
    const { scene, numbers } = this.#store;
    return html`<div class="scale">
      ${hasDial ? dial(scene, isLocked('scale', 'dial')) : nothing}
      ${hasPlot ? plot(scene, numbers) : nothing}
    </div>`;
  }

  #renderDimension(dimension: number): TemplateResult | undefined {
    const { parts, isLocked } = this.#options;
    const part = parts.dimension.request();
    return part?.dimensionPanel(dimension, this.#host.seed, isLocked('dimension'));
  }

  #renderTools(): TemplateResult | typeof nothing {
    const { scene } = this.#store;
    const { hides, isLocked } = this.#options;
    const hasTools = !hides('tools') && scene.origin === null;
    const hasFiles = !hides('files') && !hides('plane');
    if (!hasTools && !hasFiles) return nothing;
    return tools(scene, hasTools, hasFiles, (part) => isLocked(part, 'tools'));
  }
}
