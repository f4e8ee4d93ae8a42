// Recognises by file names what a folder or repository holds instead of a checkpoint, and says what to do.

import { ConvertError } from './convert-error.js';

const SAVE = 'save_pretrained("gpt2-merged")';

/** The first match counts. */
const KINDS: readonly (readonly [tells: RegExp, kind: string, advice: string])[] = [
  [
    /^adapter_(config\.json|model\.(safetensors|bin))$/,
    'is an adapter (LoRA): the changes to a model, not the model itself',
    `Merge it with Python and convert the result: PeftModel.from_pretrained(base, adapter).merge_and_unload().${SAVE}`,
  ],
  [
    /^pytorch_model.*\.bin(\.index\.json)?$/,
    'has its weights as pytorch_model.bin, a pickle, which may run code when it is opened',
    `Save it as safetensors with Python: GPT2LMHeadModel.from_pretrained(folder).${SAVE.replace('-merged', '-safetensors')}`,
  ],
  [
    /\.gguf$/i,
    'has its weights as GGUF, for llama.cpp, most often rounded already',
    'Convert the model that it was made from; its page names that one as the base model.',
  ],
  [
    /\.(pt|pth|ckpt)$/,
    'has its weights as a PyTorch file, a pickle, which may run code when it is opened',
    'Save it as safetensors with Python: safetensors.torch.save_model(model, "model.safetensors"), with a config.json beside it.',
  ],
  [
    /^(tf_model\.h5|flax_model\.msgpack)$/,
    'has its weights for TensorFlow or Flax only',
    `Save it as safetensors with Python: GPT2LMHeadModel.from_pretrained(folder, from_tf=True).${SAVE.replace('-merged', '-safetensors')}`,
  ],
];

/** @returns nothing if the names do not tell. */
export function whatItIs(name: string, files: readonly string[]): ConvertError | undefined {
  for (const [tells, kind, advice] of KINDS) {
    const file = files.find((path) => tells.test(path));
    if (file === undefined) continue;
    return new ConvertError('safetensors', `${name} ${kind} (${file}). ${advice}`);
  }
  return undefined;
}
