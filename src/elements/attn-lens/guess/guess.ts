// All that guessing needs, loaded when a page asks for it.

import type { LitElement } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { drawers } from '../card/drawers.styles.js';
import { Predicting } from './guess.controller.js';

export { composeQuestion, guessResult } from './guess.view.js';

export function startPredicting(host: LitElement): Predicting {
  adoptLate(host, drawers);
  return new Predicting(host);
}
