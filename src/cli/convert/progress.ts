// How far a conversion is, on stderr.

import type { ReportProgress } from './hub/download-file.js';
import type { Say } from './hub/hub.js';

const WIDTH = 30;

/** Of downloads: a bar where somebody looks at a terminal, a line every tenth elsewhere. `end` finishes its line. */
export function progressOn(stream: NodeJS.WriteStream): {
  readonly report: ReportProgress;
  /** Something else, on a line of its own. */
  readonly say: Say;
  readonly end: () => void;
} {
  let last = '';
  /** Whose bar stands on a line that goes on. */
  let unfinished: string | undefined;
  const end = () => {
    if (unfinished !== undefined) stream.write('\n');
    unfinished = undefined;
  };
  const report: ReportProgress = (path, loaded, total) => {
    const fraction = total > 0 ? loaded / total : 0;
    const amount = `${megabytes(loaded)} of ${total > 0 ? megabytes(total) : '?'} MB`;
    if (!stream.isTTY) {
      const line = total > 0 ? `${path} ${10 * Math.floor(10 * fraction)} %` : path;
      if (line !== last) stream.write(`${line}  ${amount}\n`);
      last = line;
      return;
    }
    const bar = '█'.repeat(Math.round(WIDTH * fraction)).padEnd(WIDTH, '░');
    const line = `${path} ${bar} ${amount}`;
    if (line === last) return;
    if (path !== unfinished) end();
    stream.write(`\r${line}${fraction === 1 ? '\n' : ''}`);
    unfinished = fraction === 1 ? undefined : path;
    last = line;
  };
  const say = (words: string) => {
    end();
    last = '';
    stream.write(`${words}\n`);
  };
  return { report, say, end };
}

/** What is done next, where somebody looks at a terminal: one line that is gone at the end. */
export function stepsOn(stream: NodeJS.WriteStream): {
  readonly report: (step: string) => void;
  readonly end: () => void;
} {
  const show = (line: string) => {
    if (stream.isTTY) stream.write(`\r\x1b[K${line}`);
  };
  return { report: show, end: () => show('') };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
