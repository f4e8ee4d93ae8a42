// What both kinds of panel of a figure are given and have in common: a matrix, or lines. Pure.

import type { Palette } from '../../shared/palette.js';
import type { TokenView } from '../../shared/token-views.js';
import type { FocusLinks } from '../focus/focus-links.js';
import type { Line } from '../lines/lines.geometry.js';
import type { StageMatrix } from '../stages/stage-matrix.js';
import type { Shape } from './figure-shapes.js';

export type FigureColours = Omit<Palette, 'textScale' | 'density' | 'id'>;

/** What is written at the sides of a panel. */
interface PanelWords {
  readonly queryAxis: string;
  readonly keyAxis: string;
  /** What the masked half is called. */
  readonly future: string;
}

export interface FigurePanel {
  /** Which head it is, where there are two. */
  readonly heading: string | null;
  readonly matrix: StageMatrix;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly links: FocusLinks;
  /** What is said of the token in focus, where there are two. */
  readonly sentence: string;
  /** The links, where the head is drawn as lines. */
  readonly lines: readonly Line[] | null;
  /** The labels of the two ends of the ramp, or in one line what the lines are. */
  readonly scale: readonly [low: string, high: string];
}

/** The room for a panel, in CSS pixels. */
export interface PanelPlace {
  readonly left: number;
  readonly top: number;
  readonly room: number;
}

export interface PanelStyle {
  readonly colours: FigureColours;
  readonly words: PanelWords;
  /** Width of a text in CSS pixels. */
  readonly measure: (text: string, size: number, bold: boolean) => number;
}

export interface Drawn {
  readonly shapes: Shape[];
  readonly end: number;
}

export const LABEL = 11;
export const AXIS = 12;
export const GAP = 6;
export const MAX_SIDE = 640;
