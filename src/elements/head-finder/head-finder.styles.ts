// The look of the finder, part by part.

import { card } from '../shared/card.styles.js';
import { hideParts } from '../shared/hide-parts.js';
import { numberTable } from '../shared/number-table.styles.js';
import { parts } from './attributes.js';
import { frame } from './frame.styles.js';
import { ranking } from './ranking.styles.js';
import { result } from './result.styles.js';
import { scores } from './scores.styles.js';

export const styles = [card, numberTable, frame, result, ranking, scores, ...hideParts(parts.hide)];
