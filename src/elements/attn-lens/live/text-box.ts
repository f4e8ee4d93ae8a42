// The text box: what the reader has typed, else what the page gave, and when it runs. Knows nothing of the model.

import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { LiveController } from './live.controller.js';
import { livePanel } from './live.view.js';

export interface TextBoxOptions {
  /** What the box holds until the reader types. */
  readonly given: () => string;
}

export class TextBox {
  readonly #host: ReactiveControllerHost;
  readonly #live: LiveController;
  readonly #options: TextBoxOptions;
  #typed: string | null = null;

  constructor(host: ReactiveControllerHost, live: LiveController, options: TextBoxOptions) {
    this.#host = host;
    this.#live = live;
    this.#options = options;
  }

  get text(): string {
    return this.#typed ?? this.#options.given();
  }

  /** A text that the page gives comes in place of what was typed before. */
  forget(): void {
    this.#typed = null;
  }

  render(): TemplateResult {
    return livePanel(this.text, this.#live, {
      onNear: () => void this.#live.approach(),
      onInput: this.#handleInput,
      onKeydown: this.#handleKeydown,
      onRun: this.#handleRun,
      onCancel: () => this.#live.cancel(),
    });
  }

  readonly #handleInput = (event: Event): void => {
    this.#typed = (event.target as HTMLTextAreaElement).value;
    this.#live.type(this.#typed);
    this.#host.requestUpdate();
  };

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#live.running) {
      event.preventDefault();
      this.#live.cancel();
      return;
    }
    // A line break needs Shift.
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void this.#live.press(this.text);
  };

  readonly #handleRun = (): void => {
    // The second click of a double click, or an impatient one: the load is on its way.
    if (this.#live.running && !this.#live.loaded) return;
    void this.#live.press(this.text);
  };
}
