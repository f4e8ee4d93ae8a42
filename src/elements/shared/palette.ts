// The theme's colours as a canvas needs them. A canvas does not see custom properties, so an element of the same shadow
// root is asked what each of them comes to.

import { makeRamp, type Ramp } from './ramp.js';
import { readColour } from './read-colour.js';

/** Colours any canvas accepts as fill or stroke, and the ramp of weights. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly soft: string;
  readonly query: string;
  readonly key: string;
  readonly ramp: Ramp;
  /** A CSS font family. */
  readonly font: string;
  /** How much larger than usual the reader has text: 1 where a rem is 16 px. */
  readonly textScale: number;
}

/** @param probe an element whose own colour matters to nobody. */
export function readPalette(probe: HTMLElement): Palette {
  const computed = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.setProperty('color', `var(--_${name})`);
    return computed.color;
  };
  const rgb = (name: string): [number, number, number] => {
    const [red, green, blue] = readColour(colour(name));
    return [red, green, blue];
  };
  const palette = {
    text: colour('text'),
    muted: colour('muted'),
    line: colour('line'),
    surface: colour('surface'),
    soft: colour('soft'),
    query: colour('query'),
    key: colour('key'),
    ramp: makeRamp(rgb('ramp-from'), rgb('ramp-to')),
    font: computed.fontFamily,
    textScale: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1,
  };
  probe.style.removeProperty('color');
  return palette;
}
