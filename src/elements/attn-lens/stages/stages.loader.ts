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

export class StagesLoader extends LazyPart<StagesController> {
  readonly #store: LensStore;

  constructor(host: LitElement, store: LensStore, vectors: VectorsOfHead) {
    super(host, async () => {
      const { StagesController } = await import('./stages.controller.js');
      return new StagesController(host, vectors);
    });
    this.#store = store;
  }

  /** The numbers of the chosen stage; the weights until they are there, or where there are none. */
  requestMatrix(shown: ShownHead): StageMatrix {
    const { stage, previewedHead } = this.#store;
    const needed = stage !== 'softmax' && hasScores(shown.subject.trace);
    const controller = needed ? this.request() : this.loaded;
    return controller?.matrix(shown, stage, previewedHead !== null) ?? weightMatrix(shown.weights);
  }

  /** Why the numbers are not those of the chosen stage; empty where they are. */
  note({ subject }: ShownHead, matrix: StageMatrix): string {
    const { stage, previewedHead } = this.#store;
    if (stage === 'softmax' || previewedHead) return '';
    if (!hasScores(subject.trace)) return words.noStage;
    if (this.error) return words.partFailed(this.error.message);
    return this.loaded?.note(matrix) ?? words.partLoading;
  }
}
