// The name of a checkpoint in a folder. In a hub's cache the folder is named by a commit, so the model's name is taken.

import { basename, resolve } from 'node:path';

/** `models--openai-community--gpt2/snapshots/607a…`, as huggingface_hub keeps it, and `openai-community--gpt2/607a…`, as we do. */
const IN_CACHE =
  /[\\/](?:models--)?(?:([\w.-]+?)--)?([\w.-]+?)[\\/](?:snapshots[\\/])?([0-9a-f]{40})(?:[\\/](.+))?$/;

export interface FolderName {
  readonly name: string;
  readonly source: string;
  readonly commit?: string;
}

export function nameOfFolder(folder: string): FolderName {
  const path = resolve(folder);
  const [, owner, model, commit, within] = IN_CACHE.exec(path) ?? [];
  if (model === undefined || commit === undefined)
    return { name: basename(path), source: basename(path) };
  const folders = within?.split(/[\\/]/) ?? [];
  const name = [model, ...folders].join('-');
  if (owner === undefined) return { name, source: name, commit };
  const address = `${owner}/${model}${folders.length > 0 ? `#${folders.join('/')}` : ''}`;
  return { name, source: `Hugging Face, ${address}`, commit };
}
