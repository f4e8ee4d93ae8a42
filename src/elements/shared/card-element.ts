// What the lens, the finder and the sandbox have in common: a card with a title and a place for errors, words in the language of
// the place, and parts that a page can hide (`hide`) or keep the reader from changing (`lock`).

import { html, type TemplateResult } from 'lit';
import { AttnElement } from './attn-element.js';
import { listsName } from './listed.js';
import { directionOf, LocaleController } from './localize.js';

/** What every vocabulary has a word for. */
interface CardWords {
  /** Whose words they are. */
  readonly lang: string;
  /** The title of the card where the page gives none. */
  readonly title: string;
  /** The words before the message of an error. */
  readonly failed: string;
}

export class CardElement extends AttnElement {
  // Each element declares and describes its own: the names that they take differ.
  declare hide: string | null;
  declare lock?: string | null;
  declare label: string | null;

  protected readonly locale = new LocaleController(this);

  protected override performUpdate(): void {
    this.locale.run(() => super.performUpdate());
  }

  /** Whether the page leaves out this part. */
  protected hides(part: string): boolean {
    return listsName(this.hide, part);
  }

  /** Whether the page keeps the reader from changing one of these. */
  protected isLocked(...names: readonly string[]): boolean {
    return names.some((name) => listsName(this.lock, name));
  }

  /**
   * The frame of the card, from top to bottom.
   * @param header after the title.
   * @param lead between the header and the error.
   * @param after the card, outside of its frame.
   */
  protected renderCard(
    words: CardWords,
    header: unknown,
    lead: unknown,
    error: Error | null,
    content: TemplateResult,
    after?: TemplateResult,
  ): TemplateResult {
    const title = this.label || words.title;
    return html`<div class="sheet"><section class="card" part="card" lang=${words.lang} dir=${directionOf(words.lang)} aria-label=${title}>
        <header part="header">
          <h2 part="title">${title}</h2>${header}</header>
        ${lead}
        <div class="error" part="error" role="alert" ?hidden=${!error}>
          <slot name="error"><strong>${words.failed}</strong> ${error?.message}</slot>
        </div>${content}</section>${after}</div>`;
  }
}
