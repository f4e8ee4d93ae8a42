// Numbers as they are written: with a true minus sign, and never as minus zero.

import type { Numbers } from './compute-numbers.js';
import type { Point } from './scene.js';

/** Above this the decimals say nothing, and a table would not hold the digits. */
const LONGEST = 1e5;

export function decimal(value: number, digits = 2): string {
  const text =
    Math.abs(value) < LONGEST ? value.toFixed(digits) : value.toExponential(2).replace('+', '');
  if (!text.startsWith('-')) return text;
  return Number(text) === 0 ? text.slice(1) : `−${text.slice(1)}`;
}

/** "(0.18, −0.24)". */
export function pair([x, y]: Point): string {
  return `(${decimal(x)}, ${decimal(y)})`;
}

/** "0.55 / 0.31 / 0.13". */
export function weightsText({ weights }: Numbers): string {
  return weights.map((weight) => decimal(weight)).join(' / ');
}

/** A scale as it is read: three digits that count, none after a whole number. */
export function scaleText(scale: number): string {
  if (Number.isInteger(scale)) return String(scale);
  return scale >= 100 ? scale.toFixed(0) : scale >= 10 ? scale.toFixed(1) : scale.toFixed(2);
}

/** A small number that may be very small: "0.37", "0.0021", "4e−9". */
export function small(value: number): string {
  if (value === 0 || value >= 0.0095) return decimal(value);
  if (value >= 1e-4) return value.toPrecision(1);
  return value.toExponential(0).replace('-', '−');
}

/** A share of 0..1 as whole per cent. */
export function wholePercent(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 1 ? '<1 %' : `${value.toFixed(0)} %`;
}
