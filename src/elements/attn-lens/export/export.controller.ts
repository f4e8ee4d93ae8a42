// The drawer from which a lens is taken along: saves, copies, and says what it has done. Loaded when it is opened.

import type { LitElement, TemplateResult } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { windowOf } from '../../shared/own-window.js';
import { saveFile } from '../../shared/save-file.js';
import { drawers } from '../card/drawers.styles.js';
import type { TakingOptions } from './export.loader.js';
import { words } from './export.terms.js';
import { type CodeKind, type FileKind, takeAwayPanel } from './export.view.js';
import type { OnScreen } from './export-formats.js';
import * as files from './export-formats.js';

const TYPES = { svg: 'image/svg+xml', json: 'application/json', csv: 'text/csv' } as const;

export class TakeAwayDrawer {
  readonly #host: LitElement;
  readonly #options: TakingOptions;
  #codeKind: CodeKind = 'script';
  #said = '';

  constructor(host: LitElement, options: TakingOptions) {
    this.#host = host;
    this.#options = options;
    adoptLate(host, drawers);
  }

  /** What was said of the last time is no news any more. */
  forget(): void {
    this.#said = '';
  }

  async #save(kind: FileKind): Promise<void> {
    const screen = this.#options.screen();
    if (!screen) return;
    const name = files.fileName(screen, kind);
    const text = { svg: files.toSvg, json: files.toJson, csv: files.toCsv };
    const file =
      kind === 'png'
        ? await files.toPng(screen, 2)
        : new Blob([text[kind](screen)], { type: TYPES[kind] });
    saveFile(file, name);
    this.#say(() => words.saved(name));
  }

  async #copy(text: string): Promise<void> {
    await windowOf(this.#host).navigator.clipboard.writeText(text);
    this.#say(() => words.copied);
  }

  #say(say: () => string): void {
    this.#said = this.#options.locale.run(say);
    this.#host.requestUpdate();
  }

  /** Pictures have words too. */
  #attempt(work: () => Promise<void>): void {
    this.#options.locale
      .run(work)
      .catch((error: Error) => this.#say(() => words.notTaken(error.message)));
  }

  render(screen: OnScreen): TemplateResult {
    const { toAddress, toFrame, toScript } = files;
    const frames = this.#codeKind === 'frame';
    return takeAwayPanel({
      link: this.#options.link() ?? toAddress(screen),
      codeKind: this.#codeKind,
      code: frames ? toFrame(screen) : toScript(screen),
      runs: frames && screen.src === null,
      asking: this.#options.asking(),
      said: this.#said,
      onSave: (kind) => this.#attempt(() => this.#save(kind)),
      onCopy: (text) => this.#attempt(() => this.#copy(text)),
      onCodeKind: (kind) => {
        this.#codeKind = kind;
        this.#host.requestUpdate();
      },
    });
  }
}
