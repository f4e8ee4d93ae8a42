// A teacher's goal, as in "k3 > .8": what is asked for, and whether a scene has it. Loaded where a page has one.

import type { Numbers } from './compute-numbers.js';
import type { Scene } from './scene.js';

export interface Goal {
  readonly text: string;
  /** False too where the scene has no such thing. */
  isReached(scene: Scene, numbers: Numbers): boolean;
}

type Comparison = (value: number, bound: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

/** Thrown when a goal cannot be read. */
export class GoalError extends Error {
  readonly code = 'goal';

  override get name(): string {
    return 'GoalError';
  }

  constructor(text: string) {
    super(
      `The goal "${text}" cannot be read. Write it as in "k3 > .8": k1 to k6, a token's name, scale, gradient, out.x or out.y; >, >=, < or <=; a number.`,
    );
  }
}

/** @throws {GoalError} when the text is no goal. */
export function readGoal(text: string): Goal {
  const [, left = '', operator = '', right = ''] = /^([^<>=]+)(>=?|<=?)([^<>=]+)$/.exec(text) ?? [];
  const [quantity, number] = [left.trim(), right.trim()];
  const holds = COMPARISONS[operator];
  if (!holds || !quantity || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(number))
    throw new GoalError(text);
  const bound = Number(number);
  return {
    text: text.trim(),
    isReached(scene, numbers) {
      const value = quantityOf(quantity, scene, numbers);
      return value !== undefined && holds(value, bound);
    },
  };
}

/** `k3` or `w3` (the weight of the third token), a token's name, `scale`, `gradient`, `out.x` or `out.y`. */
function quantityOf(quantity: string, scene: Scene, numbers: Numbers): number | undefined {
  const named = scene.tokens.findIndex(({ name }) => name === quantity);
  if (named >= 0) return numbers.weights[named];
  const numbered = /^[kw]([1-6])$/i.exec(quantity)?.[1];
  if (numbered) return numbers.weights[Number(numbered) - 1];
  switch (quantity) {
    case 'scale':
      return scene.scale;
    case 'gradient':
      return numbers.gradient;
    case 'out.x':
      return numbers.output?.[0];
    case 'out.y':
      return numbers.output?.[1];
    default:
      return undefined;
  }
}
