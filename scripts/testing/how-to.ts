// For the tests that follow a how-to of CONTRIBUTING.md: its samples, a copy of the sources to follow it on, and what the compiler
// says of that copy.

import { cp, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface HowTo {
  readonly text: string;
  /** Its TypeScript samples, in order. */
  readonly samples: readonly string[];
}

/** @param title as in "How to add a finder". */
export async function readHowTo(title: string): Promise<HowTo> {
  const guide = await readFile(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const [, text = ''] = new RegExp(`\n## ${title}\n(.*?)\n## `, 's').exec(guide) ?? [];
  const samples = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, sample = '']) =>
    sample.replace(/^ {3}/gm, ''),
  );
  return { text, samples };
}

/** Copies files and folders of the project, without tests, into a new folder. @returns the folder. */
export async function copySources(...paths: readonly string[]): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'attention-lens-how-to-'));
  for (const path of ['package.json', 'tsconfig.json', ...paths]) {
    await cp(join(ROOT, path), join(copy, path), {
      recursive: true,
      filter: (file) => !file.endsWith('.test.ts'),
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** What the compiler says of these files of the copy. Of what they import it reads the types only, which takes a quarter of the time. */
export function typeErrors(copy: string, ...files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(copy, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copy);
  const paths = files.map((file) => join(copy, file));
  const program = ts.createProgram(paths, { ...options, types: [] });
  return paths
    .flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
