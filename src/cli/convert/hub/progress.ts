// How far a download is, on stderr: a bar where somebody looks at a terminal, a line every tenth elsewhere.

import type { ReportProgress } from './hub-file.js';

const WIDTH = 30;

export function progressOn(stream: NodeJS.WriteStream): ReportProgress {
  let last = '';
  return (path, loaded, total) => {
    const fraction = total > 0 ? loaded / total : 0;
    const amount = `${megabytes(loaded)} of ${total > 0 ? megabytes(total) : '?'} MB`;
    if (!stream.isTTY) {
      const line = `${path} ${Math.floor(10 * fraction)}0 %`;
      if (line !== last) stream.write(`${line}  ${amount}\n`);
      last = line;
      return;
    }
    const bar = '█'.repeat(Math.round(WIDTH * fraction)).padEnd(WIDTH, '░');
    const line = `${path} ${bar} ${amount}`;
    if (line === last) return;
    stream.write(`\r${line}${fraction === 1 ? '\n' : ''}`);
    last = line;
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
