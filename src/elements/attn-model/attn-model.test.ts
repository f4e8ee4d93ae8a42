import axe from 'axe-core';
import { html, LitElement, render } from 'lit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EngineStatus, getRuntime } from '../../runtime/index.js';
import { EngineController } from '../shared/engine-context.js';
import type { AttnErrorEvent } from '../shared/events.js';
import type { AttnProgressEvent } from './attn-progress.event.js';
import './attn-model.js';

/** An element that needs an engine and shows its state. */
class Consumer extends LitElement {
  static override properties = { model: {} };
  declare model?: string;
  readonly controller = new EngineController(this, {
    runtime: getRuntime,
    model: () => this.model,
  });

  protected override render() {
    return html`${this.controller.engine?.status.state ?? this.controller.error?.code}`;
  }
}
customElements.define('x-consumer', Consumer);

const A = 'https://models.example/a/manifest.json';
const B = 'https://models.example/b/manifest.json';

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('main');
  document.body.append(page);
});

afterEach(() => {
  page.remove();
  getRuntime().dispose();
});

function show(content: unknown): Consumer[] {
  render(content, page);
  return [...page.querySelectorAll<Consumer>('x-consumer')];
}

async function settle(...consumers: Consumer[]): Promise<void> {
  for (const element of page.querySelectorAll('attn-model')) await element.updateComplete;
  for (const consumer of consumers) await consumer.updateComplete;
}

const urlOf = (consumer: Consumer | undefined) => consumer?.controller.engine?.manifestUrl;

test('axe finds nothing', async () => {
  show(html`<attn-model src=${A}><p>Text</p></attn-model>`);
  await settle();
  expect((await axe.run(page)).violations).toEqual([]);
});

describe('which engine an element gets', () => {
  test("the page's default where nothing provides one", async () => {
    const [consumer] = show(html`<x-consumer></x-consumer>`);
    await settle();
    expect(consumer?.controller.engine).toBe(getRuntime().engine());
  });

  test('that of the nearest model around it, the same for all inside', async () => {
    const [outer, inner, sibling] = show(html`
      <attn-model src=${A}>
        <x-consumer></x-consumer>
        <attn-model src=${B}><x-consumer></x-consumer><x-consumer></x-consumer></attn-model>
      </attn-model>
    `);
    await settle();
    expect([outer, inner, sibling].map(urlOf)).toEqual([A, B, B]);
    expect(inner?.controller.engine).toBe(sibling?.controller.engine);
    expect(inner?.controller.engine).toBe(getRuntime().engine(B));
  });

  test('its own where it names one', async () => {
    const [consumer] = show(
      html`<attn-model src=${A}><x-consumer .model=${B}></x-consumer></attn-model>`,
    );
    await settle();
    expect(urlOf(consumer)).toBe(B);
  });

  test('the new one when the model around it changes, or when it moves', async () => {
    const template = (src: string) =>
      html`<attn-model src=${src}><x-consumer></x-consumer></attn-model><p></p>`;
    const [consumer] = show(template(A));
    await settle();
    show(template(B));
    await settle(consumer as Consumer);
    expect(urlOf(consumer)).toBe(B);
    page.querySelector('p')?.append(consumer as Consumer);
    await settle(consumer as Consumer);
    expect(consumer?.controller.engine).toBe(getRuntime().engine());
  });

  test('that of a model that is defined after it', async () => {
    show(html`<x-late><x-consumer></x-consumer></x-late>`);
    const [consumer] = page.querySelectorAll<Consumer>('x-consumer');
    await settle();
    expect(consumer?.controller.engine).toBe(getRuntime().engine());
    const { AttnModel } = await import('./attn-model.element.js');
    class Late extends AttnModel {
      override src = A;
    }
    customElements.define('x-late', Late);
    await page.querySelector<Late>('x-late')?.updateComplete;
    await settle(consumer as Consumer);
    expect(urlOf(consumer)).toBe(A);
  });

  test('a new one when the runtime was disposed of', async () => {
    const consumers = show(
      html`<attn-model src=${A}><x-consumer></x-consumer></attn-model><x-consumer></x-consumer>`,
    );
    await settle(...consumers);
    const before = consumers.map(({ controller }) => controller.engine);
    getRuntime().dispose();
    await settle(...consumers);
    await settle(...consumers);
    const after = consumers.map(({ controller }) => controller.engine);
    expect(after).toEqual([getRuntime().engine(A), getRuntime().engine()]);
    for (const [index, engine] of after.entries()) expect(engine).not.toBe(before[index]);
  });

  test('none, and the reason, where its name is wrong', async () => {
    const [consumer] = show(html`<x-consumer .model=${'gpt9'}></x-consumer>`);
    await settle(consumer as Consumer);
    expect(consumer?.controller.engine).toBeUndefined();
    expect(consumer?.shadowRoot?.textContent).toBe('unknown-model');
  });
});

test('an element keeps its lease while it stays, and gives it back when it leaves', async () => {
  const [consumer] = show(html`<x-consumer></x-consumer>`);
  await settle();
  const lease = consumer?.controller.lease;
  expect(consumer?.controller.lease).toBe(lease);
  consumer?.remove();
  await expect(lease?.run({ text: 'a' })).rejects.toMatchObject({ code: 'released' });
  page.append(consumer as Consumer);
  expect(consumer?.controller.lease).not.toBe(lease);
});

describe('events', () => {
  /** A runtime with one engine that a test drives. */
  function fakeRuntime() {
    const listeners = new Set<(status: EngineStatus) => void>();
    const subscribe = vi.fn((listener: (status: EngineStatus) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    });
    const engine = { status: { state: 'idle' }, subscribe };
    const asked = vi.spyOn(getRuntime(), 'engine').mockReturnValue(engine as never);
    const tell = (status: EngineStatus) => {
      for (const listener of listeners) listener(status);
    };
    return { asked, tell, listeners, subscribe };
  }

  afterEach(() => vi.restoreAllMocks());

  test('progress and failure of the load are told to the page', async () => {
    const { asked, tell } = fakeRuntime();
    show(html`<attn-model src="tiny" device="wasm" integrity="sha256-x"></attn-model>`);
    await settle();
    expect(asked).toHaveBeenLastCalledWith('tiny', { device: 'wasm', integrity: 'sha256-x' });

    const heard: Event[] = [];
    page.addEventListener('attn-progress', (event) => heard.push(event));
    page.addEventListener('attn-error', (event) => heard.push(event));
    const plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' } as const;
    const progress = { phase: 'downloading', loaded: 1, total: 4, fraction: 0.25 } as const;
    tell({ state: 'downloading', plan, progress });
    const error = { code: 'file-hash', message: 'It differs.', advice: 'Again.' } as const;
    tell({ state: 'failed', error });

    expect((heard[0] as AttnProgressEvent).progress).toEqual(progress);
    expect((heard[1] as AttnErrorEvent).error).toMatchObject(error);
    expect(heard.every(({ bubbles, composed }) => bubbles && composed)).toBe(true);
  });

  test('a model that left the page says nothing more, and speaks again when it is back', async () => {
    const { listeners } = fakeRuntime();
    show(html`<attn-model></attn-model>`);
    await settle();
    const model = page.querySelector('attn-model') as HTMLElement;
    for (let time = 0; time < 100; time++) {
      model.remove();
      expect(listeners.size).toBe(0);
      page.append(model);
      await settle();
      expect(listeners.size).toBe(1);
    }
  });

  test('an update that leaves it its engine does not subscribe again', async () => {
    const { subscribe } = fakeRuntime();
    show(html`<attn-model></attn-model>`);
    await settle();
    for (const src of ['tiny', 'gpt2']) {
      page.querySelector('attn-model')?.setAttribute('src', src);
      await settle();
    }
    expect(subscribe).toHaveBeenCalledOnce();
  });

  test('a wrong src is an event, not an exception', async () => {
    const codes: unknown[] = [];
    page.addEventListener('attn-error', ({ error }) =>
      codes.push((error as { code?: string }).code),
    );
    show(html`<attn-model src="gpt9"></attn-model>`);
    await settle();
    expect(codes).toEqual(['unknown-model']);
    expect(page.querySelector('attn-model')?.engine).toBeUndefined();
  });

  test('an unknown device counts as none, with a warning', async () => {
    const { asked } = fakeRuntime();
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    show(html`<attn-model device="tpu"></attn-model>`);
    await settle();
    expect(asked).toHaveBeenLastCalledWith(undefined, { device: undefined, integrity: undefined });
    expect(warn).toHaveBeenCalledOnce();
  });
});
