// Parts that a page leaves out with `hide`. The matrix, the map and the drawers are not made at all then.

import { hideParts } from '../../shared/hide-parts.js';
import { parts as names } from '../attributes.js';

export const parts = hideParts(names.hide);
