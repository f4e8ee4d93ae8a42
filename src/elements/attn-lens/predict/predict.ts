// All that guessing needs, loaded when a page asks for it.

import type { LitElement } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { drawers } from '../drawers.styles.js';
import { Predicting } from './predicting.js';

export { composeQuestion, guessResult } from './predicting.view.js';

export function startPredicting(host: LitElement): Predicting {
  adoptLate(host, drawers);
  return new Predicting(host);
}
