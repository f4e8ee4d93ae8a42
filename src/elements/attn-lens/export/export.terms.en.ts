// The words of the export drawer, in English.

import type { Translation } from '../../shared/localize.js';

export const english = {
  words: {
    saveAs: 'Save as',
    files: {
      png: 'Picture',
      svg: 'Picture to be edited',
      json: 'The whole trace, which a lens loads again',
      csv: 'The matrix as numbers',
    },
    filesAwaited: 'Files and code are here once the run is over.',
    guessFirst: 'Files show what the head does: they are here once you have guessed.',
    notTaken: (problem: string) => `That did not work. ${problem}`,
    saved: (name: string) => `Saved as ${name}.`,
    linkToThis: 'Link to this',
    copy: 'Copy',
    copyLink: 'Copy the link',
    copyCode: 'Copy the code',
    copied: 'Copied.',
    embed: 'Embed',
    embedCode: 'Embed code',
    scriptTag: 'script tag',
    frame: 'iframe',
    noFrame:
      'A frame cannot show this: its trace has no address. The script tag takes the trace along.',
    liveFrame: 'The frame has the text, not the numbers: its reader runs the model.',
    queryAxis: 'looks (query)',
    keyAxis: 'is looked at (key)',
  },
} as const;

export type ExportTerms = Translation<typeof english>;
