// Numbers as the lens writes them, with the decimal mark of the language.

import { defineWords } from '../../shared/localize.js';

const ENGLISH = {
  words: {
    /** 7.1 % or 7,1 %. */
    decimalMark: '.',
  },
};

const { words } = defineWords('attn-lens', ENGLISH, {
  de: async () => ({ words: { decimalMark: ',' } }),
});

/** A number with the decimal mark of the language. */
export function decimal(number: string): string {
  return number.replace('.', words.decimalMark);
}

/** 84 %, 3.4 %, 99.7 %: whole numbers where a tenth tells nothing. 100 % is said of nothing less. */
export function percent(weight: number): string {
  const value = 100 * weight;
  if (value > 0 && value < 0.05) return decimal('<0.1 %');
  if (value > 99.95 && value < 100) return decimal('>99.9 %');
  const digits = value >= 9.95 && value < 99.5 ? 0 : 1;
  return decimal(`${Number.isInteger(value) ? value : value.toFixed(digits)} %`);
}

/** A score, as long as it has to be. */
export function score(value: number): string {
  return decimal(value.toFixed(Math.abs(value) < 10 ? 2 : 1)).replace('-', '−');
}
