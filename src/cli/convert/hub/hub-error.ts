// Why a checkpoint cannot be had from a hub.

export type HubErrorCode =
  /** The hub wants a token, or does not take this one. */
  | 'access'
  /** There is no such model, revision or file. */
  | 'not-found'
  /** A file is not what the hub says it is. */
  | 'checksum'
  /** The hub cannot be reached or answers something else. */
  | 'hub';

interface HubErrorOptions extends ErrorOptions {
  /** It may go better on another try. */
  readonly passing?: boolean;
  /** The hub answers, and that it has too much to do. */
  readonly busy?: boolean;
  /** Seconds that it asks to wait. */
  readonly wait?: number;
}

export class HubError extends Error {
  readonly code: HubErrorCode;
  readonly passing: boolean;
  readonly busy: boolean;
  readonly wait: number | undefined;

  override get name(): string {
    return 'HubError';
  }

  constructor(code: HubErrorCode, message: string, options: HubErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.passing = options.passing ?? false;
    this.busy = options.busy ?? false;
    this.wait = options.wait;
  }
}
