// The theme's colours as a canvas needs them. A canvas does not see custom properties, so an element of the same shadow
// root is asked what each of them comes to.

import { makeRamp, type Ramp } from './ramp.js';

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
}

/** @param probe an element whose own colour matters to nobody. */
export function readPalette(probe: HTMLElement): Palette {
  const computed = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.setProperty('color', `var(--_${name})`);
    return computed.color;
  };
  const palette = {
    text: colour('text'),
    muted: colour('muted'),
    line: colour('line'),
    surface: colour('surface'),
    soft: colour('soft'),
    query: colour('query'),
    key: colour('key'),
    ramp: makeRamp(toRgb(colour('ramp-from')), toRgb(colour('ramp-to'))),
    font: computed.fontFamily,
  };
  probe.style.removeProperty('color');
  return palette;
}

/** Any CSS colour to bytes: the canvas knows how to read them all. */
export function toRgb(colour: string): [number, number, number] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return [0, 0, 0];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
