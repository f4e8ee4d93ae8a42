// The export drawer: saves, copies, and says what it has done. Loaded when it is opened.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import type { LocaleController } from '../../shared/localize.js';
import { windowOf } from '../../shared/own-window.js';
import { saveFile } from '../../shared/save-file.js';
import { drawers } from '../card/drawers.styles.js';
import { words } from './export.terms.js';
import { type CodeKind, exportPanel, type FileKind } from './export.view.js';
import * as files from './export-formats.js';
import type { SnapshotHost, SnapshotSource } from './lens-snapshot.js';

const TYPES = { svg: 'image/svg+xml', json: 'application/json', csv: 'text/csv' } as const;

export type ExportHost = LitElement & SnapshotHost;

export interface ExportOptions extends SnapshotSource {
  /** The page's address with the state in it; `null` where the page keeps none. */
  readonly link: () => string | null;
  /** Whether the reader has yet to guess what a file would tell. */
  readonly asking: () => boolean;
  readonly locale: LocaleController;
}

export class ExportController {
  readonly #host: ExportHost;
  readonly #options: ExportOptions;
  #codeKind: CodeKind = 'script';
  #message = '';

  constructor(host: ExportHost, options: ExportOptions) {
    this.#host = host;
    this.#options = options;
    adoptLate(host, drawers);
  }

  /** What was said of the last time is no news any more. */
  forget(): void {
    this.#message = '';
  }

  async #save(kind: FileKind): Promise<void> {
    const snapshot = files.takeSnapshot(this.#host, this.#options);
    if (!snapshot) return;
    const name = files.fileName(snapshot, kind);
    const text = { svg: files.toSvg, json: files.toJson, csv: files.toCsv };
    const file =
      kind === 'png'
        ? await files.toPng(snapshot, 2)
        : new Blob([text[kind](snapshot)], { type: TYPES[kind] });
    saveFile(file, name);
    this.#setMessage(() => words.saved(name));
  }

  async #copy(text: string): Promise<void> {
    await windowOf(this.#host).navigator.clipboard.writeText(text);
    this.#setMessage(() => words.copied);
  }

  #setMessage(write: () => string): void {
    this.#message = this.#options.locale.run(write);
    this.#host.requestUpdate();
  }

  /** Pictures have words too. */
  #attempt(work: () => Promise<void>): void {
    this.#options.locale
      .run(work)
      .catch((error: Error) => this.#setMessage(() => words.notTaken(error.message)));
  }

  render(): TemplateResult | typeof nothing {
    const snapshot = files.takeSnapshot(this.#host, this.#options);
    if (!snapshot) {
      return this.#options.store.trace ? html`<p class="note">${words.filesAwaited}</p>` : nothing;
    }
    const { toAddress, toFrame, toScript } = files;
    const frames = this.#codeKind === 'frame';
    return exportPanel({
      link: this.#options.link() ?? toAddress(snapshot),
      codeKind: this.#codeKind,
      code: frames ? toFrame(snapshot) : toScript(snapshot),
      runs: frames && snapshot.src === null,
      asking: this.#options.asking(),
      message: this.#message,
      onSave: (kind) => this.#attempt(() => this.#save(kind)),
      onCopy: (text) => this.#attempt(() => this.#copy(text)),
      onCodeKind: (kind) => {
        this.#codeKind = kind;
        this.#host.requestUpdate();
      },
    });
  }
}
