// The drawer of a live run in which heads are switched off. Loads what it needs when it is opened.

import type { LitElement, TemplateResult } from 'lit';
import type { LiveTrace } from '../../../runtime/index.js';
import { words } from '../attn-lens.terms.js';
import { DrawerLoader } from '../card/drawer-loader.js';
import type { LensStore } from '../lens.store.js';
import type { AblationController, AblationOptions } from './ablation.controller.js';

export class AblationLoader extends DrawerLoader<typeof import('./ablation.controller.js')> {
  readonly #store: LensStore;
  readonly #options: AblationOptions;
  #controller: AblationController | null = null;

  constructor(host: LitElement, store: LensStore, options: AblationOptions) {
    super(host, () => import('./ablation.controller.js'));
    this.#store = store;
    this.#options = options;
  }

  render(trace: LiveTrace): TemplateResult {
    const off = this.#store.choices.ablate ?? '';
    return this.renderDrawer(
      'ablate',
      words.ablate,
      ({ AblationController }) => {
        this.#controller ??= new AblationController(this.host, this.#store, this.#options);
        this.#controller.update(trace, off);
        return this.#controller.render();
      },
      off !== '',
    );
  }
}
