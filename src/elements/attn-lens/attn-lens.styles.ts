// The look of the lens, part by part. Parts that are loaded later bring theirs along.

import { card } from './card.styles.js';
import { figures } from './figures.styles.js';
import { live } from './live.styles.js';
import { parts } from './parts.styles.js';
import { print } from './print.styles.js';
import { reading } from './reading.styles.js';
import { tokens } from './tokens.styles.js';

export const styles = [card, tokens, reading, figures, live, ...parts, print];
