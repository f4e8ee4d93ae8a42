// What a canvas is drawn with, as the theme and the page have it at the moment. A canvas does not see custom properties, so an
// element of the same shadow root wears the theme's colours and is asked what they come to.

import { setOwnStyle } from './own-style.js';
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
  /** How much larger than usual text is: 1 where that of a card is 14 px. */
  readonly textScale: number;
  /** Device pixels per CSS pixel. */
  readonly density: number;
  /** All of it as text: the same for two palettes that are alike. */
  readonly id: string;
}

/** Which property wears which colour. A colour that no browser can read falls back to the first, the text's. */
const WORN = {
  text: 'color',
  muted: 'text-decoration-color',
  line: 'outline-color',
  surface: 'background-color',
  soft: 'column-rule-color',
  query: 'border-top-color',
  key: 'border-right-color',
  'ramp-from': 'border-bottom-color',
  'ramp-to': 'border-left-color',
} as const;

/** Gives an element the theme's colours, and a transition of them. */
export function wearColours(element: HTMLElement, transition: string): void {
  for (const [name, property] of Object.entries(WORN)) {
    setOwnStyle(element, property, `var(--_${name})`);
  }
  setOwnStyle(element, 'transition', transition);
}

/**
 * @param probe wears the colours, has text of the card's size and is as wide, and has no height.
 * @param before the same object is returned where it still holds.
 */
export function readPalette(probe: HTMLElement, before: Palette | null): Palette {
  const computed = getComputedStyle(probe);
  const names = Object.keys(WORN) as (keyof typeof WORN)[];
  const colours = Object.fromEntries(
    names.map((name) => [name, computed.getPropertyValue(WORN[name])]),
  ) as Record<keyof typeof WORN, string>;
  const textScale = Number.parseFloat(getComputedStyle(probe, '::before').fontSize) / 14 || 1;
  const density = readDensity(probe, computed);
  const { fontFamily: font, width } = computed;
  // The same family has another width once its file is there.
  const id = [...Object.values(colours), font, width, textScale, density].join();
  if (before?.id === id) return before;
  const ramp = makeRamp(readColour(colours['ramp-from']), readColour(colours['ramp-to']));
  return { ...colours, ramp, font, textScale, density, id };
}

/** How much larger than the page says a canvas may be drawn: more costs memory that nobody sees. */
const MOST_GROWTH = 3;

/** The screen's pixels, times what `zoom` and transforms make of a line. */
function readDensity(line: HTMLElement, { width }: CSSStyleDeclaration): number {
  const seen = line.getBoundingClientRect();
  const growth = Math.hypot(seen.width, seen.height) / Number.parseFloat(width) || 1;
  const pixels = line.ownerDocument.defaultView?.devicePixelRatio || 1;
  // Layout counts in fractions of a pixel: without rounding, drawing would never be the same twice.
  return pixels * Math.min(MOST_GROWTH, Math.max(1, Math.round(100 * growth) / 100));
}
