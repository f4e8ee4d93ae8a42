// All finders, in the order of their buttons: the three famous ones first. A new one is a file in `finders/` and a line here.

import type { Finder } from './finder.js';
import { broadest } from './finders/broadest.js';
import { decisive } from './finders/decisive.js';
import { duplicate } from './finders/duplicate.js';
import { induction } from './finders/induction.js';
import { previous } from './finders/previous.js';
import { sameWord } from './finders/same-word.js';
import { sink } from './finders/sink.js';

/** The ones everybody asks for: a lens has them on board. */
export const FAMOUS = [previous, sink, decisive] as const satisfies readonly Finder[];

export const FINDERS: readonly Finder[] = [...FAMOUS, induction, duplicate, sameWord, broadest];
