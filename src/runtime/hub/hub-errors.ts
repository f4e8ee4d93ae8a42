// What is wrong with a model on a hub, in words.

import { RuntimeError } from '../runtime-error.js';

/** @param name as in `hf:openai-community/gpt2`. @param cause of the converter, whose message says what was found. */
export function badCheckpoint(name: string, cause: Error): RuntimeError {
  return new RuntimeError(
    'bad-checkpoint',
    `${name} cannot be run: ${cause.message}`,
    'What can be run is a GPT-2, or a model trained on from one, saved as safetensors.',
    { subject: name, cause },
  );
}

/** The files are not those that were looked up. */
export function changedModel(name: string): RuntimeError {
  return new RuntimeError(
    'bad-checkpoint',
    `${name} is not the model that was looked up.`,
    'Reload the page. Authors: a mirror has to keep the files of a commit as they are.',
    { subject: name },
  );
}
