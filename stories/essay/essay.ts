// Brings the essay to life: the widgets, and the buttons in the text that set them to what the text speaks of. The text
// itself needs no script.

import '../../src/elements/attn-term/attn-term.js';

/** Each widget's script comes when the reader comes near one. It is not asked for its exports, so the build leaves them out. */
const SCRIPTS: Readonly<Record<string, () => Promise<void>>> = {
  'attn-lens': async () => {
    await import('../../src/elements/attn-lens/attn-lens.js');
  },
  'qkv-sandbox': async () => {
    await import('../../src/elements/qkv-sandbox/qkv-sandbox.js');
  },
};

/** A connection that fails is tried again when a widget comes near the next time; until then the text in its place stays. */
const load = async (tag: string): Promise<boolean> => {
  try {
    await SCRIPTS[tag]?.();
    return true;
  } catch {
    return false;
  }
};

/** In the text that stands in the widget's place, and goes when the widget comes; on the button where there is none. */
function sayFailed(widget: HTMLElement, button: HTMLElement): void {
  const words = widget.querySelector('p');
  if (words) words.role = 'alert';
  (words ?? button).textContent = 'This did not load. Try again';
}

/** Loads the widgets within `essay` as they come near, and makes its buttons work. */
export function startEssay(essay: HTMLElement): void {
  const widgets = essay.querySelectorAll('attn-lens, qkv-sandbox');
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        // One that failed is still watched. To watch it anew would report at once that it is near, without an end.
        void load(target.localName).then((loaded) => loaded && near.unobserve(target));
      }
    },
    { rootMargin: '100% 0px' },
  );
  for (const widget of widgets) near.observe(widget);
  printWhole(essay, widgets);
  essay.addEventListener('click', ({ target }) => {
    const button = target instanceof Element && target.closest('button');
    if (!button) return;
    const { load: opens, for: id } = button.dataset;
    const widget = essay.querySelector<HTMLElement>(opens ? 'head-finder' : `#${id}`);
    if (widget) void follow(button, widget);
  });
}

/** Does what a button of the text says of a widget. What that takes comes with the first press. */
async function follow(button: HTMLButtonElement, widget: HTMLElement): Promise<void> {
  try {
    const { press } = await import('./buttons.js');
    if (await press(button, widget, load)) return;
  } catch {}
  sayFailed(widget, button);
}

/** Paper has no scrolling, and nothing to unfold: all widgets are loaded, and the answers are open while it is printed. */
function printWhole(essay: HTMLElement, widgets: Iterable<Element>): void {
  let folded: Iterable<HTMLDetailsElement> = [];
  const unfold = (open: boolean): void => {
    for (const details of folded) details.open = open;
  };
  addEventListener('beforeprint', () => {
    for (const widget of widgets) void load(widget.localName);
    folded = essay.querySelectorAll<HTMLDetailsElement>('details:not([open])');
    unfold(true);
  });
  addEventListener('afterprint', () => unfold(false));
}
