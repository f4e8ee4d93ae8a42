/** Where a model is on a hub. */
export interface HubModel {
  /** `https://huggingface.co`, without a slash at the end. */
  readonly endpoint: string;
  /** `openai-community/gpt2`. */
  readonly id: string;
  readonly revision: string;
  readonly token?: string;
}
