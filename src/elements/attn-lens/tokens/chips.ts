// Which chip an event is about, and which one an arrow key leads to.

export interface ChipEvent {
  readonly element: HTMLElement;
  readonly list: HTMLElement;
  readonly side: 'token' | 'key';
  readonly index: number;
}

export function chipOf(event: Event): ChipEvent | null {
  const element = (event.target as Element).closest<HTMLElement>('.chip');
  const list = element?.closest<HTMLElement>('.tokens');
  if (!element || !list) return null;
  const side = list.dataset.side === 'key' ? 'key' : 'token';
  return { element, list, side, index: Number(element.dataset.index) };
}

/** Moves the focus as the key says; true when it is a key for that. */
export function walkChips({ list, index }: ChipEvent, key: string): boolean {
  const chips = [...list.querySelectorAll<HTMLElement>('.chip')];
  const forward = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: index + forward,
    ArrowLeft: index - forward,
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    Home: 0,
    End: chips.length - 1,
  };
  const next = steps[key];
  if (next === undefined) return false;
  chips[Math.max(0, Math.min(chips.length - 1, next))]?.focus();
  return true;
}
