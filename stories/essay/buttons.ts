// What the buttons in the text of the essay do. Loaded with the first press.

/**
 * @returns whether the widget has come.
 * @throws {Error} if the finder, which only a button asks for, has not.
 */
export async function press(
  button: HTMLButtonElement,
  widget: HTMLElement,
  load: (tag: string) => Promise<boolean>,
): Promise<boolean> {
  const figure = widget.closest<HTMLElement>('figure[hidden]');
  if (figure) {
    await import('../../src/elements/head-finder/head-finder.js');
    unfold(figure, button);
    return true;
  }
  bringIntoView(widget, button);
  const loaded = await load(widget.localName);
  if (loaded) await set(widget, button.dataset);
  return loaded;
}

/** Shows a figure that not every reader needs, in the place of its button. */
function unfold(figure: HTMLElement, button: HTMLButtonElement): void {
  figure.hidden = false;
  figure.tabIndex = -1;
  figure.focus();
  button.hidden = true;
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
