/** Why a conversion stopped. */
export type ConvertErrorCode =
  /** The checkpoint's `config.json` is missing, broken or not a GPT-2's. */
  | 'config'
  /** `model.safetensors` is missing, truncated or does not follow the format. */
  | 'safetensors'
  /** A tensor is missing, has another shape or type, or holds a value that no weight may have. */
  | 'tensor'
  /** The pack cannot be written where it was asked for. */
  | 'output';

/** Thrown by everything that turns a checkpoint into a model pack. The message names the file or tensor. */
export class ConvertError extends Error {
  readonly code: ConvertErrorCode;

  override get name(): string {
    return 'ConvertError';
  }

  constructor(code: ConvertErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
