// Writes GPT-2's `vocab.json` and `merges.txt` to a folder, for scripts in Python that make fixtures.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gpt2Files, mergesText } from './gpt2-files.js';

const [folder = '.'] = process.argv.slice(2);
const { vocab, merges } = gpt2Files();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'vocab.json'), JSON.stringify(vocab));
writeFileSync(join(folder, 'merges.txt'), mergesText(merges));
