// What tests of the sandbox share: a sandbox on the page, and what a reader sees of it and does with it.

import axe from 'axe-core';
import { afterEach, beforeEach, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { QkvSandbox } from '../qkv-sandbox.js';
import '../qkv-sandbox.js';

/** Every test begins with the pointer off the elements, and ends with an empty page and address. */
export function resetPage(): void {
  beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

  afterEach(() => {
    document.body.replaceChildren();
    document.body.removeAttribute('style');
    document.body.removeAttribute('dir');
    history.replaceState(null, '', location.pathname + location.search);
    vi.restoreAllMocks();
  });
}

/** Far longer than it takes: a busy machine must not fail a test. */
export const eventually = (check: () => void) => vi.waitFor(check, 30_000);

export async function show(
  attributes: Record<string, string> = {},
  content = '',
): Promise<QkvSandbox> {
  const sandbox = document.createElement('qkv-sandbox');
  for (const [name, value] of Object.entries(attributes)) sandbox.setAttribute(name, value);
  sandbox.innerHTML = content;
  document.body.append(sandbox);
  await sandbox.updateComplete;
  return sandbox;
}

export function find<E extends HTMLElement | SVGElement = HTMLElement>(
  sandbox: QkvSandbox,
  selector: string,
): E {
  const element = sandbox.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The sandbox has no ${selector}.`);
  return element;
}

export const text = (sandbox: QkvSandbox, selector: string) =>
  find(sandbox, selector)
    .textContent?.replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
export const handle = (sandbox: QkvSandbox, id: string) =>
  find<SVGElement>(sandbox, `[data-handle=${id}]`);
export const at = (sandbox: QkvSandbox, id: string) => handle(sandbox, id).ariaValueText ?? '';
export const coordinates = (sandbox: QkvSandbox, id: string) =>
  at(sandbox, id).replaceAll('−', '-').split(', ').map(Number) as [number, number];
export const button = (sandbox: QkvSandbox, name: string) => {
  const found = [...sandbox.renderRoot.querySelectorAll('button')].find(
    ({ textContent, ariaLabel }) => (ariaLabel ?? textContent?.trim()) === name,
  );
  if (!found) throw new Error(`The sandbox has no button ${name}.`);
  return found;
};

export async function press(sandbox: QkvSandbox, id: string, keys: string): Promise<void> {
  handle(sandbox, id).focus();
  await userEvent.keyboard(keys);
  await sandbox.updateComplete;
}

export async function click(sandbox: QkvSandbox, name: string): Promise<void> {
  await userEvent.click(button(sandbox, name));
  await sandbox.updateComplete;
}

export function setRange(sandbox: QkvSandbox, id: string, value: number): Promise<boolean> {
  const input = find<HTMLInputElement>(sandbox, `#${id}`);
  input.value = String(value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return sandbox.updateComplete;
}

/** What reaches beyond the card's edge, except for pictures and what is scrolled. */
export function overhang(sandbox: QkvSandbox): string[] {
  const edge = find(sandbox, '.card').getBoundingClientRect().right + 0.5;
  return [...sandbox.renderRoot.querySelectorAll('.card *:not(svg *)')]
    .filter((element) => element.getBoundingClientRect().right > edge)
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
}

export async function violations(sandbox: QkvSandbox): Promise<string[]> {
  const { violations: found } = await axe.run(sandbox, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
