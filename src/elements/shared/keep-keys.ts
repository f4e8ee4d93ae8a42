// What is typed into an element, and the keys that it has used, stay inside. To the page around it every event of a shadow tree
// comes from the element itself, so that a page which spares its own text fields would act on what is typed into ours.

import type { LitElement } from 'lit';

const EVENTS = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'paste',
  'cut',
  'copy',
  'pointerdown',
  'pointermove',
];

/** A control, by type or tag, and a key that it uses without a handler of ours. */
const USED =
  /^((checkbox|button|summary) {2}|(button|summary|a) Enter|range (Arrow|Page|Home|End).*|(text|select)\S* (.|Arrow.+|Page.+|Home|End|Enter|Backspace|Delete|Dead))$/su;
/** The same with Ctrl or Command. All other shortcuts are the browser's or the page's. */
const EDITING = /^text\S* ([acvxyz]|Arrow.+|Home|End|Backspace|Delete)$/i;

/**
 * Whether the key is that of an input method, in which it means something else. Safari says so of the Enter that ends a
 * composition by its code alone.
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229;

/** Whether the key is part of a shortcut, such as the browser's way back. */
export const isShortcut = (event: KeyboardEvent): boolean =>
  event.altKey || event.ctrlKey || event.metaKey;

/** @param handleKeydown for keys that mean something anywhere in the element; it prevents the default of those that it uses. */
export function keepKeys(host: LitElement, handleKeydown?: (event: KeyboardEvent) => void): void {
  /** Keys that are down and were used. */
  const down = new Set<string>();

  const handle = (event: Event) => {
    const { type, key, code, repeat, ctrlKey, metaKey } = event as KeyboardEvent;
    // A finger in a text field or on a slider is no swipe; where the mouse is, pages may know.
    if ((event as PointerEvent).pointerType === 'mouse') return;
    const target = event.composedPath()[0] as HTMLElement & { readonly type?: string };
    // What the page has put into a slot is the page's.
    if (target !== host && target.getRootNode() !== host.renderRoot) return;
    const isComposed = event.currentTarget !== host;
    if (isComposed && !isComposing(event as KeyboardEvent)) return;
    const control = target.type || target.localName;
    const isCommand =
      (ctrlKey || metaKey) && !(event as KeyboardEvent).getModifierState('AltGraph');
    let isUsed = key
      ? isComposed || (isCommand ? EDITING : USED).test(`${control} ${key}`)
      : type === 'input' || /^(text|range)/.test(control);
    const id = code || key;
    if (type === 'keydown') {
      if (!isComposed) handleKeydown?.(event as KeyboardEvent);
      // Holding a key down is one press: its first use shall not be the element's and the next the page's.
      if (repeat && !isUsed && down.has(id)) event.preventDefault();
      isUsed ||= event.defaultPrevented;
      down[isUsed ? 'add' : 'delete'](id);
    }
    if (isUsed || down.has(id)) event.stopPropagation();
    if (type === 'keyup') down.delete(id);
  };

  host.addController({
    hostConnected() {
      for (const name of EVENTS) host.addEventListener(name, handle);
      // Before any handler of the element's own.
      host.renderRoot.addEventListener('keydown', handle, true);
    },
  });
}
