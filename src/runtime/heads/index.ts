// The public face of head scores: finders, rankings, the probe, and what has been published. No model, no DOM.

export { BASIC_THRESHOLD, previousScore, sinkScore } from './basic-scores.js';
export { toCsv } from './csv.js';
export type { Finder, HeadInput } from './finder.js';
export { type PaintedCell, painted } from './finders/painted.js';
export { formatPattern, parsePattern } from './pattern.js';
export {
  PROBE_LENGTH,
  PROBE_SEEDS,
  type ProbeOptions,
  type ProbeResult,
  type ProbeRunner,
  probeIds,
  runProbe,
} from './probe.js';
export {
  type Published,
  type PublishedList,
  type PublishedTable,
  publishedScores,
} from './published/published.js';
export { publishedFor } from './published/published-for.js';
export {
  type HeadScore,
  type RankedHead,
  rankHeads,
  type ScoreOptions,
  scoreHeads,
  TIE,
} from './rank.js';
export { FAMOUS, FINDERS } from './registry.js';
export { readTextFacts, type TextFacts } from './text-facts.js';
