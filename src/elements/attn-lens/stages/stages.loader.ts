// The stages of attention in the matrix: its weights, or the scores they are made from. Loads what computes scores when a reader
// or a page first asks.

import type { LitElement } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import type { ShownHead } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import type { VectorsOfHead } from '../traces/head-vectors.js';
import { hasScores, type StageMatrix, weightMatrix } from './stage-matrix.js';
import type { StagesController } from './stages.controller.js';

export class StagesLoader extends LazyPart<typeof import('./stages.controller.js')> {
  readonly #store: LensStore;
  readonly #vectors: VectorsOfHead;
  #controller: StagesController | null = null;

  constructor(host: LitElement, store: LensStore, vectors: VectorsOfHead) {
    super(host, () => import('./stages.controller.js'));
    this.#store = store;
    this.#vectors = vectors;
  }

  /** The numbers of the chosen stage; the weights until they are there, or where there are none. */
  requestMatrix(shown: ShownHead): StageMatrix {
    const { stage, previewedHead } = this.#store;
    const needed = stage !== 'softmax' && hasScores(shown.subject.trace);
    const part = needed ? this.request() : null;
    if (part) this.#controller ??= new part.StagesController(this.host, this.#vectors);
    return (
      this.#controller?.matrix(shown, stage, previewedHead !== null) ?? weightMatrix(shown.weights)
    );
  }

  /** Why the numbers are not those of the chosen stage; empty where they are. */
  note({ subject }: ShownHead, matrix: StageMatrix): string {
    const { stage, previewedHead } = this.#store;
    if (stage === 'softmax' || previewedHead) return '';
    if (!hasScores(subject.trace)) return words.noStage;
    if (this.error) return words.partFailed(this.error.message);
    return this.#controller?.note(matrix) ?? words.partLoading;
  }
}
