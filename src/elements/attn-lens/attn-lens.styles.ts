// The look of the lens, part by part. Parts that are loaded later bring theirs along.

import { card as sharedCard } from '../shared/card.styles.js';
import { switches } from '../shared/switch.styles.js';
import { card } from './card/card.styles.js';
import { parts } from './card/parts.styles.js';
import { print } from './card/print.styles.js';
import { live } from './live/live.styles.js';
import { panes } from './panes/panes.styles.js';
import { summary } from './summary/summary.styles.js';
import { tokens } from './tokens/tokens.styles.js';

export const styles = [sharedCard, switches, card, tokens, summary, panes, live, ...parts, print];
