// The drawer of a live run in which heads are switched off. Loads what it needs when it is opened.

import type { LitElement, TemplateResult } from 'lit';
import type { LiveTrace } from '../../../runtime/index.js';
import { words } from '../attn-lens.terms.js';
import { DrawerLoader } from '../card/drawer-loader.js';
import type { LensStore } from '../lens.store.js';
import type { AblationController, AblationOptions } from './ablation.controller.js';

export class AblationLoader extends DrawerLoader<AblationController> {
  readonly #store: LensStore;

  constructor(host: LitElement, store: LensStore, options: AblationOptions) {
    super(host, async () => {
      const { AblationController } = await import('./ablation.controller.js');
      return new AblationController(host, store, options);
    });
    this.#store = store;
  }

  render(trace: LiveTrace): TemplateResult {
    const off = this.#store.choices.ablate ?? '';
    return this.renderDrawer(
      'ablate',
      words.ablate,
      (controller) => {
        controller.update(trace, off);
        return controller.render();
      },
      off !== '',
    );
  }
}
