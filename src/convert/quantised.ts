// Recognises quantised checkpoints. They are refused, because rounding twice loses more and there are many formats.

import { shorten } from '../runtime/shorten.js';
import { ConvertError } from './convert-error.js';

const ORIGINAL = 'Convert the model that it was made from, which its page names as the base model';
const UNDO =
  'or undo it with Python: AutoModelForCausalLM.from_pretrained(folder).dequantize().save_pretrained("gpt2-float")';

/** Tensors that bitsandbytes (SCB, absmax, quant_map, quant_state) and GPTQ and AWQ (the others) add to quantised weights. */
const BESIDE_WEIGHTS = /\.(SCB|absmax|quant_map|qweight|qzeros|g_idx)$|\.quant_state\./;

/** Types of quantised matrices. */
const ROUNDED_TYPES = ['I8', 'U8', 'I32', 'F8_E4M3', 'F8_E5M2'];

/** @throws {ConvertError} `config` if config.json has a quantization_config. */
export function refuseQuantisedConfig({
  quantization_config: config,
}: Readonly<Record<string, unknown>>): void {
  if (config == null) return;
  const method = typeof config === 'object' && 'quant_method' in config ? config.quant_method : '';
  throw quantised('config', method === '' ? '' : ` by ${shorten(String(method))}`);
}

/** @throws {ConvertError} `tensor` if the tensors are those of a quantised model. */
export function refuseQuantisedTensors(
  names: readonly string[],
  dtypeOf: (name: string) => string | undefined,
): void {
  const beside = names.find((name) => BESIDE_WEIGHTS.test(name));
  if (beside) throw quantised('tensor', ` (it has "${shorten(beside)}")`);
  const rounded = names.find(
    (name) => name.endsWith('.weight') && ROUNDED_TYPES.includes(dtypeOf(name) ?? ''),
  );
  if (rounded) throw quantised('tensor', ` ("${shorten(rounded)}" is ${dtypeOf(rounded)})`);
}

function quantised(code: 'config' | 'tensor', how: string): ConvertError {
  const problem = `The checkpoint is quantised${how}: its weights are rounded already.`;
  return new ConvertError(code, `${problem} ${ORIGINAL}, ${UNDO}.`);
}
