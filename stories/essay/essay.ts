// Brings the essay to life: the widgets, and the buttons in the text that set them to what the text speaks of. The text
// itself needs no script.

import '../../src/elements/attn-lens/attn-lens.js';
import '../../src/elements/attn-term/attn-term.js';
import '../../src/elements/qkv-sandbox/qkv-sandbox.js';

/** Makes the buttons within `essay` work. */
export function startEssay(essay: HTMLElement): void {
  essay.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (!button) return;
    if (button.dataset.load === 'finder') void openFinder(essay, button);
    const widget = button.dataset.for && essay.querySelector<HTMLElement>(`#${button.dataset.for}`);
    if (!widget) return;
    set(widget, button.dataset);
    bringIntoView(widget, button);
  });
}

function set(
  widget: HTMLElement,
  { layer, head, token, scale, dimension, row }: DOMStringMap,
): void {
  if (widget.localName === 'attn-lens') {
    const lens = widget as HTMLElementTagNameMap['attn-lens'];
    Object.assign(lens, { layer: Number(layer), head: Number(head), token: Number(token) });
    return;
  }
  const sandbox = widget as HTMLElementTagNameMap['qkv-sandbox'];
  if (scale) sandbox.scene = { ...sandbox.scene, scale: Number(scale) };
  if (dimension) sandbox.dimension = Number(dimension);
  if (row) {
    const [layer = 0, head = 0, token = 0] = row.split('.').map(Number);
    void sandbox.takeFromGpt2({ layer, head, token });
  }
}

/** Goes to a widget that is out of sight, with a way back to the line that was being read. */
function bringIntoView(widget: HTMLElement, button: HTMLElement): void {
  const { top, bottom, height } = widget.getBoundingClientRect();
  const seen = Math.min(bottom, window.innerHeight) - Math.max(top, 0);
  if (seen > Math.min(height, window.innerHeight) / 2) return;
  const figure = widget.closest('figure') ?? widget;
  figure.scrollIntoView({ block: 'nearest' });
  let back = figure.querySelector<HTMLButtonElement>('.back');
  if (!back) {
    back = document.createElement('button');
    back.type = 'button';
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

/** The finder is the one widget that not every reader needs: its script comes when it is asked for. */
async function openFinder(essay: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const figure = essay.querySelector<HTMLElement>('#finder-figure');
  if (!figure) return;
  button.disabled = true;
  try {
    await import('../../src/elements/head-finder/head-finder.js');
  } catch {
    button.disabled = false;
    button.textContent = 'The head finder did not load. Try again';
    return;
  }
  figure.hidden = false;
  figure.tabIndex = -1;
  figure.focus();
  button.hidden = true;
}
