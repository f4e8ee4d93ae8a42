// Heads switched off: the run without them, beside the one with all of them. Loaded when a reader opens its drawer.

import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import { times } from '../../../runtime/attention/index.js';
import {
  type Engine,
  type ErrorInfo,
  isOvertaken,
  LatestTask,
  type Lease,
  type LiveTrace,
} from '../../../runtime/index.js';
import { adoptLate } from '../../shared/adopt-styles.js';
import { awaitedLayers, isUnderWay } from '../../shared/awaited-layers.js';
import { CellGrid } from '../../shared/cell-grid.js';
import { AttnAblateEvent } from '../../shared/events.js';
import { mayRunAgain } from '../../shared/on-hub.js';
import { drawers } from '../card/drawers.styles.js';
import type { Head } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { spoken } from './ablation.terms.js';
import { ablationPanel } from './ablation.view.js';
import {
  type HeadsOff,
  maskOf,
  readHeads,
  type Size,
  toggleHeads,
  writeHeads,
} from './heads-off.js';
import { compareNext, type NextChange } from './next-change.js';

/** As many next tokens as are asked for, so that a token that has fallen far is still among them. */
const NEXT_TOKENS = 1000;

export interface AblationOptions {
  readonly engine: () => Engine | undefined;
  /** Those that a finder found. */
  readonly found: () => readonly Head[];
}

export class AblationController implements ReactiveController {
  readonly #host: LitElement;
  readonly #store: LensStore;
  readonly #options: AblationOptions;
  #lease: { readonly engine: Engine; readonly lease: Lease } | null = null;
  #grid: { readonly element: Element; readonly cells: CellGrid } | null = null;
  readonly #task = new LatestTask();
  #trace: LiveTrace | null = null;
  #text = '';
  #off: HeadsOff = [];
  #changes: readonly NextChange[] | null = null;
  #error: ErrorInfo | null = null;
  #running = false;
  /** The set that is on show was the reader's choice. */
  #asked = false;

  constructor(host: LitElement, store: LensStore, options: AblationOptions) {
    this.#host = host;
    this.#store = store;
    this.#options = options;
    host.addController(this);
    adoptLate(host, drawers);
  }

  hostDisconnected(): void {
    this.#lease?.lease.release();
    this.#lease = null;
    this.#task.cancel();
    this.#trace = null;
  }

  /** Takes the run on show and the heads that shall be off; runs without them when either is another one. */
  update(trace: LiveTrace, text: string): void {
    if (trace === this.#trace && text === this.#text) return;
    this.#trace = trace;
    this.#text = text;
    this.#off = readHeads(text, this.#size);
    this.#error = null;
    if (this.#off.length === 0 || isUnderWay(trace)) {
      this.#task.cancel();
      this.#changes = null;
      this.#running = false;
    } else {
      void this.#run(trace, this.#off);
    }
  }

  /** Of the model, of which some layers may be still to come. */
  get #size(): Size {
    const { layers = 1, heads = 1 } = this.#trace?.model ?? {};
    return { layers: layers + awaitedLayers(this.#trace), heads };
  }

  async #run(trace: LiveTrace, off: HeadsOff): Promise<void> {
    const engine = this.#options.engine();
    if (!engine) return;
    if (!mayRunAgain(engine)) {
      this.#changes = null;
      this.#error = {
        code: 'released',
        message: `${trace.model.name} is not loaded any more.`,
        advice: 'Run the text again.',
      };
      return;
    }
    if (this.#lease?.engine !== engine) {
      this.#lease?.lease.release();
      this.#lease = { engine, lease: engine.acquire() };
    }
    this.#running = true;
    const { lease } = this.#lease;
    // Without the signal: a newer run of the lease takes this one's place.
    const outcome = await this.#task.run(() =>
      lease.run({
        ids: trace.tokens.map(({ id }) => id),
        headMask: maskOf(off, trace.model),
        maxTokens: trace.tokens.length,
        want: { next: NEXT_TOKENS },
      }),
    );
    if (!outcome) return;
    if (outcome.status === 'fulfilled') {
      this.#changes = compareNext(trace.next ?? [], outcome.value.next ?? []);
      this.#announce(off, trace);
    } else {
      const error = outcome.reason as ErrorInfo;
      if (isOvertaken(error)) return;
      this.#changes = null;
      this.#error = error;
    }
    this.#running = false;
    this.#host.requestUpdate();
  }

  #announce(off: HeadsOff, { model }: LiveTrace): void {
    const change = this.#changes?.[0];
    if (!this.#asked || !change) return;
    const heads = off.map((at) => `${Math.floor(at / model.heads)}.${at % model.heads}`);
    this.#host.dispatchEvent(new AttnAblateEvent(heads, change));
  }

  #choose(off: HeadsOff): void {
    if (!this.#trace) return;
    this.#asked = true;
    this.#store.ablate(writeHeads(off, this.#size));
  }

  hostUpdated(): void {
    const element = this.#host.renderRoot.querySelector<HTMLElement>('.switches .plot');
    const grid = element?.querySelector<HTMLElement>('[role=grid]');
    if (!element || !grid || !this.#trace) return;
    if (this.#grid?.element !== element) {
      const cells = new CellGrid(element, grid, {
        describe: ({ row, column }) => spoken.switch(row, column, this.#isOff(row, column)),
        isSelected: ({ row, column }) => this.#isOff(row, column),
        onPreview: () => {},
        onPick: ({ row, column }) => this.#choose(toggleHeads(this.#off, [this.#at(row, column)])),
        selectsRows: true,
        window: 48,
      });
      this.#grid = { element, cells };
    }
    const { layers, heads } = this.#size;
    const { style } = element.parentElement as HTMLElement;
    style.setProperty('--heads', String(heads));
    style.setProperty('--layers', String(layers));
    this.#grid.cells.update(layers, heads);
  }

  #at(layer: number, head: number): number {
    return layer * (this.#trace?.model.heads ?? 1) + head;
  }

  #isOff(layer: number, head: number): boolean {
    return this.#off.includes(this.#at(layer, head));
  }

  render(): TemplateResult {
    const { layer, head } = this.#store.chosen;
    const { layers, heads } = this.#size;
    const all = times(layers * heads, (at) => at);
    const inLayer = all.filter((at) => Math.floor(at / heads) === layer);
    const one = this.#at(layer, head);
    const found = this.#options.found().map((head) => this.#at(head.layer, head.head));
    return ablationPanel({
      head: `${layer}.${head}`,
      layer,
      layers,
      heads,
      found: found.length,
      off: writeHeads(this.#off, { layers, heads }),
      count: this.#off.length,
      changes: this.#changes,
      awaited: isUnderWay(this.#trace),
      running: this.#running,
      error: this.#error,
      onHead: () => this.#choose(toggleHeads(this.#off, [one])),
      onLayer: () => this.#choose(toggleHeads(this.#off, inLayer)),
      onFound: () => this.#choose(toggleHeads(this.#off, found)),
      onOthers: () => this.#choose(all.filter((at) => at !== one)),
      onAll: () => this.#choose(all),
      onReset: () => this.#choose([]),
    });
  }
}
