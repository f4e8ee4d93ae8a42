// Brings the essay to life: the widgets, and the buttons in the text that set them to what the text speaks of. The text
// itself needs no script.

import '../../src/elements/attn-term/attn-term.js';

/** Each widget's script comes when the reader comes near one, or asks for it. */
const SCRIPTS: Readonly<Record<string, () => Promise<unknown>>> = {
  'attn-lens': () => import('../../src/elements/attn-lens/attn-lens.js'),
  'head-finder': () => import('../../src/elements/head-finder/head-finder.js'),
  'qkv-sandbox': () => import('../../src/elements/qkv-sandbox/qkv-sandbox.js'),
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

/** In the text that stands in the widget's place, and goes when the widget comes. */
function sayFailed(widget: HTMLElement): void {
  const words = widget.querySelector('p');
  if (!words) return;
  words.role = 'alert';
  words.textContent = 'This did not load. Try again';
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
    const button = target instanceof Element ? target.closest('button') : null;
    if (!button) return;
    if (button.dataset.load === 'finder') void openFinder(essay, button);
    const widget = button.dataset.for && essay.querySelector<HTMLElement>(`#${button.dataset.for}`);
    if (!widget) return;
    bringIntoView(widget, button);
    void load(widget.localName).then((loaded) =>
      loaded ? set(widget, button.dataset) : sayFailed(widget),
    );
  });
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

/** What a button says of its widget, in its data attributes. */
async function set(widget: HTMLElement, data: DOMStringMap): Promise<void> {
  if (data.layer) {
    const lens = widget as HTMLElementTagNameMap['attn-lens'];
    const [layer, head, token] = [data.layer, data.head, data.token].map(Number);
    Object.assign(lens, { layer, head, token, ...(data.text && { text: data.text }) });
    return;
  }
  const sandbox = widget as HTMLElementTagNameMap['qkv-sandbox'];
  if (data.dimension) sandbox.dimension = Number(data.dimension);
  if (data.row) {
    const [layer = 0, head = 0, token = 0] = data.row.split('.').map(Number);
    await sandbox.takeFromGpt2({ layer, head, token });
  }
  if (data.scale) sandbox.scene = { ...sandbox.scene, scale: Number(data.scale) };
}

/** Goes to a widget that is out of sight, with a way back to the line that was being read. */
function bringIntoView(widget: HTMLElement, button: HTMLElement): void {
  const { top, bottom, height } = widget.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  if (seen > Math.min(height, innerHeight) / 2) return;
  const figure = widget.closest('figure') ?? widget;
  figure.scrollIntoView({ block: 'nearest' });
  let back = figure.querySelector<HTMLButtonElement>('.back');
  if (!back) {
    back = document.createElement('button');
    back.className = 'back';
    back.textContent = 'Back to the text';
    figure.prepend(back);
  }
  back.onclick = () => {
    back.remove();
    button.scrollIntoView({ block: 'center' });
    button.focus({ preventScroll: true });
  };
  back.focus({ preventScroll: true });
}

/** The finder is the one widget that not every reader needs. */
async function openFinder(essay: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const figure = essay.querySelector<HTMLElement>('#finder-figure');
  if (!figure) return;
  button.disabled = true;
  if (!(await load('head-finder'))) {
    button.disabled = false;
    button.textContent = 'The head finder did not load. Try again';
    return;
  }
  figure.hidden = false;
  figure.tabIndex = -1;
  figure.focus();
  button.hidden = true;
}
