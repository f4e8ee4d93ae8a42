import { ContextProvider } from '@lit/context';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import {
  type DevicePreference,
  type Engine,
  type EngineStatus,
  getRuntime,
  RuntimeError,
} from '../../runtime/index.js';
import { AttnElement } from '../shared/attn-element.js';
import { engineContext } from '../shared/engine-context.js';
import { AttnErrorEvent } from '../shared/events.js';
import { AttnProgressEvent } from './attn-progress.event.js';
import { attributes } from './attributes.js';

const DEVICES: readonly DevicePreference[] = attributes.device.values;

/**
 * Gives every widget inside it one model. It loads nothing by itself: that is for the reader to ask.
 *
 * @slot - The widgets.
 *
 * @fires {AttnProgressEvent} attn-progress - The model is loading.
 * @fires {AttnErrorEvent} attn-error - There is no such model, or it could not be loaded.
 */
export class AttnModel extends AttnElement {
  static override readonly tag: string = 'attn-model';
  static override styles = css`
    :host {
      display: contents;
    }
  `;

  static override properties = attributes;

  /**
   * `tiny`, `gpt2`, a model on Hugging Face as in `hf:openai-community/gpt2`, or the address of a model pack. Without it the
   * page's default.
   */
  src: string | null = null;

  /** `auto`, `webgpu` or `wasm`. Without it the page's default. */
  device: DevicePreference | null = null;

  /** What the manifest must hash to: `sha256-` and base64, as in a script tag. Without it whatever is there is taken. */
  integrity: string | null = null;

  readonly #provider = new ContextProvider(this, { context: engineContext });
  #engine: Engine | undefined;
  #unsubscribe: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (this.isConnected) this.#choose();
  }

  /** The engine of its model; none where `src` is wrong. */
  get engine(): Engine | undefined {
    return this.#engine;
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  #choose(): void {
    let engine: Engine | undefined;
    try {
      engine = getRuntime().engine(this.src ?? undefined, {
        device: this.#readDevice(),
        integrity: this.integrity ?? undefined,
      });
    } catch (error) {
      this.announceError(error as Error);
    }
    if (engine === this.#engine && this.#unsubscribe) return;
    this.#unsubscribe?.();
    this.#unsubscribe = engine?.subscribe((status) => this.#handleStatus(status));
    this.#engine = engine;
    this.#provider.setValue(engine);
  }

  /** Bad input is no reason to fail: an unknown device counts as none. */
  #readDevice(): DevicePreference | undefined {
    const { device } = this;
    if (device === null || DEVICES.includes(device)) return device ?? undefined;
    console.warn(`<attn-model> knows no device "${device}": use auto, webgpu or wasm.`);
    return undefined;
  }

  #handleStatus(status: EngineStatus): void {
    // Its engine may have been disposed of with the runtime: the runtime has another one then.
    if (status.state === 'idle') this.requestUpdate();
    if (status.state === 'downloading' || status.state === 'compiling') {
      this.dispatchEvent(new AttnProgressEvent(status.plan, status.progress));
    } else if (status.state === 'failed') {
      const { code, message, advice, subject } = status.error;
      this.dispatchEvent(new AttnErrorEvent(new RuntimeError(code, message, advice, { subject })));
    }
  }
}
