// Where the note of a term goes: never over the line that is read, and not over its paragraph while there is room elsewhere.
// Pure geometry, in CSS pixels of the viewport.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface NotePlace {
  readonly left: number;
  readonly top: number;
  /** As high as it may be there; a longer note scrolls. */
  readonly maxHeight: number;
}

/** Between the note and what it stays clear of, and between the note and the edge. */
const GAP = 8;

/**
 * @param line the lines that the term stands in, as wide as the term
 * @param block the paragraph around it
 */
export function placeNote(viewport: Size, block: Box, line: Box, note: Size): NotePlace {
  const { width, height } = note;
  const whole = viewport.height - 2 * GAP;
  const across = clamp(line.left, GAP, viewport.width - width - GAP);
  const down = clamp(line.top, GAP, viewport.height - height - GAP);

  const beside = [block.right + GAP, block.left - GAP - width].find(
    (left) => left >= GAP && left + width + GAP <= viewport.width,
  );
  if (beside !== undefined) return { left: beside, top: down, maxHeight: whole };

  const fits = (top: number) => top >= GAP && top + height + GAP <= viewport.height;
  // Above before below: that has been read already.
  const clear = [
    block.top - GAP - height,
    block.bottom + GAP,
    line.top - GAP - height,
    line.bottom + GAP,
  ].find(fits);
  if (clear !== undefined) return { left: across, top: clear, maxHeight: whole };

  const above = line.top - 2 * GAP;
  const below = viewport.height - line.bottom - 2 * GAP;
  return above > below
    ? { left: across, top: GAP, maxHeight: Math.max(0, above) }
    : { left: across, top: line.bottom + GAP, maxHeight: Math.max(0, below) };
}

/** How far a point is from a box, 0 inside of it. */
export function distanceTo({ left, top, right, bottom }: Box, x: number, y: number): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
