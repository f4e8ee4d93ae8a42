// Anything thrown, in the words of the page.

import { ConvertError } from '../../convert/convert-error.js';
import { RuntimeError } from '../../runtime/runtime-error.js';
import { shorten } from '../../runtime/shorten.js';
import { breakdown } from '../../runtime/worker/breakdown.js';
import { WrongOutputError } from '../../runtime/worker/stack/block-stack.js';
import type { Problem } from '../wire.js';

export function problemOf(error: unknown): Problem {
  if (error instanceof ConvertError) return { message: error.message };
  if (error instanceof RuntimeError) return { message: error.message, advice: error.advice };
  if (error instanceof WrongOutputError) {
    return {
      message: `The pack's numbers cannot be right: ${error.message}.`,
      advice: 'Reload this page and try again. If it stays so, convert it with the command.',
    };
  }
  const known = breakdown(error);
  if (known?.code === 'out-of-memory') {
    return {
      message: known.message,
      advice: 'Close other tabs, or convert it with the command, which needs less.',
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `Something went wrong that this page has no words for: ${shorten(message)}`,
    advice: 'Please report it, with the model that it happened with.',
  };
}
