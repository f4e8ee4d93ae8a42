// The buttons of the card: each says in `data-do` what it does.

/** Buttons that take back what the other does. */
const OPPOSITES: Readonly<Record<string, string>> = {
  undo: 'redo',
  redo: 'undo',
  fewer: 'more',
  more: 'fewer',
  close: 'gpt2',
};

interface Host extends HTMLElement {
  readonly renderRoot: DocumentFragment | HTMLElement;
  readonly updateComplete: Promise<boolean>;
}

/** Does what the pressed button says, and leaves the focus where the reader can go on. */
export async function press(
  host: Host,
  event: Event,
  actions: Readonly<Record<string, (value: string) => void>>,
): Promise<void> {
  const button = (event.target as Element).closest<HTMLButtonElement>('button[data-do]');
  const { do: action = '', value = '' } = button?.dataset ?? {};
  const focused = button && host.shadowRoot?.activeElement === button;
  actions[action]?.(value);
  const opposite = OPPOSITES[action];
  if (!focused || !opposite) return;
  // A button with nothing more to do is disabled, or goes.
  await host.updateComplete;
  if (button.isConnected && !button.disabled) return;
  host.renderRoot.querySelector<HTMLElement>(`button[data-do=${opposite}]`)?.focus();
}
