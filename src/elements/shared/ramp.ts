// Weights to colours. The ramp runs between two colours of the theme in OKLab, so that equal steps look equal, and is
// read at the square root of the weight, so that a weight of .05 can be seen.

type Rgb = readonly [red: number, green: number, blue: number, ...unknown: number[]];
type Oklab = readonly [lightness: number, a: number, b: number];

/** 256 colours, packed as ImageData wants them: 4 bytes each, opaque. */
export type Ramp = Uint8ClampedArray;

const STEPS = 256;

/** The ramp from the colour of weight 0 to the colour of weight 1, each in 0..255. */
export function makeRamp(from: Rgb, to: Rgb): Ramp {
  const [start, end] = [toOklab(from), toOklab(to)];
  const ramp = new Uint8ClampedArray(4 * STEPS);
  for (let step = 0; step < STEPS; step++) {
    const t = step / (STEPS - 1);
    const mix = (channel: 0 | 1 | 2) => start[channel] + t * (end[channel] - start[channel]);
    ramp.set([...toRgb([mix(0), mix(1), mix(2)]), 255], 4 * step);
  }
  return ramp;
}

/** Where in the ramp a weight in 0..1 stands: an offset of its 4 bytes. */
export function rampOffset(weight: number): number {
  return 4 * Math.round((STEPS - 1) * Math.sqrt(weight));
}

// Björn Ottosson, "A perceptual color space for image processing" (2020): the matrices and the cube root.

function toOklab(rgb: Rgb): Oklab {
  const [r, g, b] = rgb.map((value) => linear(value / 255)) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toRgb([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    255 * gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    255 * gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    255 * gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** sRGB's transfer function and its inverse (IEC 61966-2-1). */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}
