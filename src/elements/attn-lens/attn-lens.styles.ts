// The look of the lens, part by part. Parts that are loaded later bring theirs along.

import { card as sharedCard } from '../shared/card.styles.js';
import { switches } from '../shared/switch.styles.js';
import { card } from './card.styles.js';
import { figures } from './figures.styles.js';
import { live } from './live.styles.js';
import { parts } from './parts.styles.js';
import { print } from './print.styles.js';
import { reading } from './reading.styles.js';
import { tokens } from './tokens.styles.js';

export const styles = [sharedCard, switches, card, tokens, reading, figures, live, ...parts, print];
