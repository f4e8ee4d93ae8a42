// A teacher's goal, as in "k3 > .8": what is asked for, and whether a scene has it.

import type { Numbers } from './reckon.js';
import type { Scene } from './scene.js';

export interface Goal {
  readonly text: string;
  /** What is compared: `k3` (the weight of the third token), a token's name, `scale`, `gradient`, `out.x` or `out.y`. */
  readonly quantity: string;
  readonly operator: '>' | '>=' | '<' | '<=';
  readonly bound: number;
}

/** Thrown when a goal cannot be read. */
export class GoalError extends Error {
  readonly code = 'goal';

  constructor(text: string) {
    super(
      `The goal "${text}" cannot be read. Write it as in "k3 > .8": k1 to k6, a token's name, scale, gradient, out.x or out.y; >, >=, < or <=; a number.`,
    );
    this.name = 'GoalError';
  }
}

/** @throws {GoalError} when the text is no goal. */
export function readGoal(text: string): Goal {
  const [, left = '', operator, right = ''] = /^([^<>=]+)(>=?|<=?)([^<>=]+)$/.exec(text) ?? [];
  const [quantity, bound] = [left.trim(), right.trim()];
  if (!quantity || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(bound))
    throw new GoalError(text);
  return {
    text: text.trim(),
    quantity,
    operator: operator as Goal['operator'],
    bound: Number(bound),
  };
}

/** False too where the scene has no such thing. */
export function isReached(goal: Goal, scene: Scene, numbers: Numbers): boolean {
  const value = quantityOf(goal.quantity, scene, numbers);
  if (value === undefined) return false;
  switch (goal.operator) {
    case '>':
      return value > goal.bound;
    case '>=':
      return value >= goal.bound;
    case '<':
      return value < goal.bound;
    case '<=':
      return value <= goal.bound;
  }
}

function quantityOf(quantity: string, scene: Scene, numbers: Numbers): number | undefined {
  const named = scene.tokens.findIndex(({ name }) => name === quantity);
  if (named >= 0) return numbers.weights[named];
  const numbered = /^[kw]([1-6])$/.exec(quantity)?.[1];
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
