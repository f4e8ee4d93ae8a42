// The export drawer, and the exports that a page asks for. Loads what it needs when it is opened.

import type { TemplateResult } from 'lit';
import { words } from '../attn-lens.terms.js';
import { DrawerLoader } from '../card/drawer-loader.js';
import type { ExportController, ExportHost, ExportOptions } from './export.controller.js';
import type { LensSnapshot } from './lens-snapshot.js';

export class ExportLoader extends DrawerLoader<ExportController, ExportHost> {
  readonly #options: ExportOptions;

  constructor(host: ExportHost, options: ExportOptions) {
    super(host, async () => {
      const { ExportController } = await import('./export.controller.js');
      return new ExportController(host, options);
    });
    this.#options = options;
  }

  /**
   * Does `work` on the lens as it is on screen, in its language.
   * @throws {Error} while nothing is shown.
   */
  async use<R>(
    work: (formats: typeof import('./export-formats.js'), snapshot: LensSnapshot) => R | Promise<R>,
  ): Promise<R> {
    const formats = await import('./export-formats.js');
    const snapshot = await formats.requireSnapshot(this.host, this.#options);
    return this.#options.locale.run(() => work(formats, snapshot));
  }

  /** The message about the last export is out of date. */
  protected override handleToggle(event: Event): void {
    super.handleToggle(event);
    this.loaded?.forget();
  }

  render(): TemplateResult {
    return this.renderDrawer('take-away', words.takeAway, (controller) => controller.render());
  }
}
