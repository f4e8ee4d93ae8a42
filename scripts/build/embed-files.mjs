// The files of `dist/embed` that are not code of ours: the page, its stylesheet, and every recording as a script.

import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

const FOLDER = 'dist/embed';

export async function writeEmbedFiles() {
  await cp('src/iframe/page', FOLDER, { recursive: true });
  await mkdir(`${FOLDER}/recordings`, { recursive: true });
  for (const file of await readdir('traces')) {
    if (!file.endsWith('.json')) continue;
    const trace = JSON.stringify(JSON.parse(await readFile(`traces/${file}`, 'utf8')));
    const script = `attentionLensRecording(${trace.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')});\n`;
    await writeFile(`${FOLDER}/recordings/${file.replace(/json$/, 'js')}`, script);
  }
}
