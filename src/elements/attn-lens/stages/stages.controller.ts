// Which numbers of a head the matrix shows: its weights, or the scores they are made from, fetched when first asked for. Loaded
// then too.

import type { ReactiveControllerHost } from 'lit';
import { LatestTask } from '../../../runtime/index.js';
import { isUnderWay } from '../../shared/awaited-layers.js';
import { words as lensWords } from '../attn-lens.terms.js';
import type { ShownHead } from '../head/subject.js';
import type { VectorsOfHead } from '../traces/head-vectors.js';
import { hasScores, type Stage, type StageMatrix, weightMatrix } from './stage-matrix.js';
import { scoreMatrix } from './stage-scores.js';
import { words } from './stages.terms.js';

export class StagesController {
  /** Why the scores of the head on screen are not shown. */
  error: Error | null = null;
  loading = false;
  readonly #host: ReactiveControllerHost;
  readonly #vectors: VectorsOfHead;
  /** Of what the matrix was made, and the matrix. */
  #kept: { readonly shown: ShownHead; readonly stage: Stage; readonly matrix: StageMatrix } | null =
    null;
  readonly #task = new LatestTask();
  #asked: { readonly shown: ShownHead; readonly stage: Stage } | null = null;

  constructor(host: ReactiveControllerHost, vectors: VectorsOfHead) {
    this.#host = host;
    this.#vectors = vectors;
  }

  /** The scores once they are there, the weights until then. Of an average there are none. */
  matrix(shown: ShownHead, stage: Stage, previewed: boolean): StageMatrix {
    const { trace } = shown.subject;
    // Scores are another run, which would wait for this one.
    const awaited = isUnderWay(trace);
    const possible =
      stage !== 'softmax' &&
      !awaited &&
      hasScores(trace) &&
      !shown.average &&
      // A live model is not run for every head that the pointer passes.
      (!previewed || trace.qkv !== undefined);
    if (this.#kept?.shown === shown && this.#kept.stage === stage) return this.#kept.matrix;
    if (possible) {
      void this.#fetch(shown, stage);
    } else {
      this.#task.cancel();
      this.#asked = null;
      this.error = null;
      this.loading = awaited;
    }
    return weightMatrix(shown.weights);
  }

  /** Why `matrix` has not the scores that were asked for; empty where it has them. */
  note(matrix: StageMatrix): string {
    if (matrix.stage !== 'softmax') return '';
    if (this.error) return words.noScores(this.error.message);
    return this.loading ? lensWords.partLoading : words.noAverageStage;
  }

  async #fetch(shown: ShownHead, stage: Exclude<Stage, 'softmax'>): Promise<void> {
    if (this.#asked?.shown === shown && this.#asked.stage === stage) return;
    this.#asked = { shown, stage };
    this.error = null;
    this.loading = true;
    const { layer, head, subject } = shown;
    const outcome = await this.#task.run(async () => {
      const vectors = await this.#vectors(layer, head);
      return scoreMatrix(subject.trace, vectors, shown, stage, subject.ignoreFirst);
    });
    if (!outcome) return;
    if (outcome.status === 'fulfilled') {
      this.#kept = { shown, stage, matrix: outcome.value };
    } else {
      const { reason: error } = outcome;
      if ((error as Error).name === 'AbortError') {
        // Cancelled with the element; it is asked for again when that is back.
        this.#asked = null;
        return;
      }
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    this.loading = false;
    this.#host.requestUpdate();
  }
}
