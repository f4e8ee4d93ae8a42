// Turns of phrase that docs/style.md rules out, as far as a pattern finds them without false alarms. What a pattern cannot tell
// apart, such as the "hold" that means contain and the "hold" that means be true, is left to reviewers.

export interface Idiom {
  readonly name: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** For Markdown only: tests quote the screen, which has this still. */
  readonly markdownOnly?: true;
}

const IDIOMS: readonly Idiom[] = [
  {
    name: 'give up',
    pattern: /\b(?:give|gives|gave|given|giving)(?: it| them)? up\b/i,
    instead: 'cancel, abandon, stop trying',
  },
  {
    name: 'let go',
    pattern: /\b(?:let|lets|letting)(?: it| them)? go\b/i,
    instead: 'release, unpin, delete',
  },
  {
    name: 'take along',
    pattern: /\b(?:take|takes|took|taken|taking|bring|brings|brought)(?: \w+)? along\b/i,
    instead: 'export, include, ship',
  },
  { name: 'whoever', pattern: /\bwhoever\b/i, instead: 'anyone who, the caller' },
  { name: 'of several', pattern: /(?:^|[;,:] )of several\b/i, instead: 'if there are several' },
  { name: 'anew', pattern: /\banew\b/i, instead: 'again, re-' },
  { name: 'once more', pattern: /\bonce more\b/i, instead: 'again' },
  { name: 'heed', pattern: /\bheed(?:s|ed|ing)?\b/i, instead: 'respect, follow, use' },
  { name: 'spare', pattern: /\bspare[sd]\b/i, instead: 'skip, hide, save' },
  {
    name: 'is no',
    pattern: /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|one\b)\w/i,
    instead: 'is not a',
  },
  { name: 'be had', pattern: /\bbe had\b/i, instead: 'be available' },
  { name: 'shall', pattern: /\bshall\b/i, instead: 'must, should, will' },
  { name: 'mend', pattern: /\bmend(?:s|ed|ing)?\b/i, instead: 'fix, repair' },
  { name: 'reckon', pattern: /\breckon(?:s|ed|ing)?\b/i, instead: 'compute' },
  { name: 'held to', pattern: /\bheld to\b/i, instead: 'clamped to, limited to' },
  {
    name: 'click to keep',
    pattern: /\b(?:click|tap|enter)\b[^.]{0,20} to keep\b/i,
    instead: 'pin',
  },
  { name: 'for good', pattern: /\bfor good\b/i, instead: 'permanently' },
  { name: 'go on', pattern: /\bgo(?:es)? on\b(?! the\b| a\b)/i, instead: 'continue' },
  { name: 'but for', pattern: /(?<!\bnot\b.{0,60})\bbut for\b/i, instead: 'except for' },
  { name: 'what stands', pattern: /\bwhat stands\b(?! (?:in )?for\b)/i, instead: 'what is' },
  { name: '84 %', pattern: /\d[ \u00a0\u202f]%/, instead: '84%', markdownOnly: true },
];

export const isMarkdown = (path: string): boolean => /\.mdx?$/.test(path);

/** The first idiom of a sentence, outside of its `code`. */
export function idiomIn(path: string, sentence: string): Idiom | undefined {
  const words = sentence.replace(/`[^`]*`/g, '`…`');
  return IDIOMS.find(
    ({ pattern, markdownOnly }) => !(markdownOnly && !isMarkdown(path)) && pattern.test(words),
  );
}
