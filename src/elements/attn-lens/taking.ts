// The drawer at the foot of the lens from which it is taken along: opens, and fetches what it needs then.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { LazyPart } from '../shared/lazy-part.js';
import type { Speaker } from '../shared/localize.js';
import { words } from './phrases.js';
import type { OnScreen } from './take-away/take-away.js';
import type { CodeKind, FileKind } from './take-away/take-away.view.js';

export interface TakingOptions {
  /** The lens as it is on screen; `null` while nothing is. */
  readonly screen: () => OnScreen | null;
  /** The page's address with the state in it; `null` where the page keeps none. */
  readonly link: () => string | null;
  readonly speaker: Speaker;
}

type Parts = typeof import('./take-away/take-away.js') &
  typeof import('./take-away/take-away.view.js');

const TYPES = { svg: 'image/svg+xml', json: 'application/json', csv: 'text/csv' } as const;

async function load(): Promise<Parts> {
  const [work, view] = await Promise.all([
    import('./take-away/take-away.js'),
    import('./take-away/take-away.view.js'),
  ]);
  return { ...work, ...view };
}

export class Taking {
  readonly #host: LitElement;
  readonly #options: TakingOptions;
  readonly #parts: LazyPart<Parts>;
  #open = false;
  #codeKind: CodeKind = 'script';
  #said = '';

  constructor(host: LitElement, options: TakingOptions) {
    this.#host = host;
    this.#options = options;
    this.#parts = new LazyPart(host, load);
  }

  /**
   * Does `work` on the lens as it is on screen, in its language.
   * @throws {Error} while nothing is shown.
   */
  async with<R>(work: (parts: Parts, screen: OnScreen) => R | Promise<R>): Promise<R> {
    const parts = this.#parts.loaded ?? (await load());
    await this.#host.updateComplete;
    const screen = this.#options.screen();
    if (!screen) throw new Error('There is nothing to take along: the lens shows no trace yet.');
    return this.#options.speaker.speak(() => work(parts, screen));
  }

  async #save(kind: FileKind): Promise<void> {
    await this.with(async (parts, screen) => {
      const name = parts.fileName(screen, kind);
      const text = { svg: parts.toSvg, json: parts.toJson, csv: parts.toCsv };
      const file =
        kind === 'png'
          ? await parts.toPng(screen, 2)
          : new Blob([text[kind](screen)], { type: TYPES[kind] });
      parts.save(file, name);
      this.#say(words.saved(name));
    });
  }

  async #copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.#say(words.copied);
  }

  #say(said: string): void {
    this.#said = said;
    this.#host.requestUpdate();
  }

  #attempt(work: Promise<void>): void {
    work.catch((error: Error) =>
      this.#options.speaker.speak(() => this.#say(words.notTaken(error.message))),
    );
  }

  readonly #handleToggle = (event: Event): void => {
    this.#open = (event.target as HTMLDetailsElement).open;
    this.#parts.retry();
    this.#said = '';
    this.#host.requestUpdate();
  };

  render(): TemplateResult {
    return html`<details class="section" part="take-away" @toggle=${this.#handleToggle}>
      <summary>${words.takeAway}</summary>
      ${this.#open ? this.#renderPanel() : nothing}
    </details>`;
  }

  #renderPanel(): TemplateResult | typeof nothing {
    const [parts, screen] = [this.#parts.needed, this.#options.screen()];
    if (!parts || !screen) {
      const { error } = this.#parts;
      return error
        ? html`<p class="note" role="alert">${words.notTaken(error.message)}</p>`
        : nothing;
    }
    return parts.takeAwayPanel({
      link: this.#options.link() ?? parts.toAddress(screen),
      codeKind: this.#codeKind,
      code: this.#codeKind === 'script' ? parts.toScript(screen) : parts.toFrame(screen),
      said: this.#said,
      onSave: (kind) => this.#attempt(this.#save(kind)),
      onCopy: (text) => this.#attempt(this.#copy(text)),
      onCodeKind: (kind) => {
        this.#codeKind = kind;
        this.#host.requestUpdate();
      },
    });
  }
}
