// The runtime of a page: its options and its engines, one per model and device.

import { VERSION } from '../../version.js';
import type { DevicePreference, Engine, EngineOptions, Runtime, RuntimeOptions } from '../api.js';
import { packAddress } from '../packs/pack-address.js';
import { RuntimeError } from '../runtime-error.js';
import { LazyEngine } from './lazy-engine.js';

export function createRuntime(): Runtime {
  return new PageRuntime();
}

class PageRuntime implements Runtime {
  readonly version = VERSION;
  readonly #engines = new Map<string, LazyEngine>();
  #options: RuntimeOptions = {};
  #used = false;

  configure(options: RuntimeOptions): void {
    if (this.#used) {
      throw new RuntimeError(
        'configured-late',
        'The runtime is in use already, so its options cannot change any more.',
        'Call configure() before the first element is on the page, or dispose() first.',
      );
    }
    this.#options = { ...this.#options, ...options };
  }

  engine(model?: string, { device, integrity }: EngineOptions = {}): Engine {
    const address = packAddress(model ?? this.#options.model ?? 'tiny', this.#options);
    const asked = integrity ?? (model === undefined ? this.#options.integrity : undefined);
    // On plain http nothing can be checked: a model of the library's own works there all the same.
    const pin = asked ?? (globalThis.crypto?.subtle && address.integrity);
    const key = [device, pin, address.manifestUrl].join(' ');
    const present = this.#engines.get(key);
    if (present) return present;
    const engine = new LazyEngine(address, {
      settings: () => this.#settings(device, pin),
    });
    this.#engines.set(key, engine);
    return engine;
  }

  dispose(): void {
    for (const engine of this.#engines.values()) engine.dispose();
    this.#engines.clear();
    this.#used = false;
  }

  #settings(device: DevicePreference | undefined, integrity: string | undefined) {
    this.#used = true;
    return { ...this.#options, device: device ?? this.#options.device ?? 'auto', integrity };
  }
}
