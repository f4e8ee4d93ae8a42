// Colours that mean a number. Extensions that make pages dark rewrite what stylesheets say; a ramp with one end rewritten says
// nothing. An important inline style comes before every stylesheet, theirs too.

export function setOwnStyle(element: HTMLElement, property: string, value: string): void {
  element.style.setProperty(property, value, 'important');
}

/** Paints the bars of the legends in a tree: the ramp from its least to its largest number. */
export function paintLegends(root: ParentNode): void {
  for (const bar of root.querySelectorAll<HTMLElement>('.ramp i')) {
    setOwnStyle(
      bar,
      'background',
      'linear-gradient(in oklab to right, var(--_ramp-from), var(--_ramp-to))',
    );
  }
}
