/** Thrown when a command is called with arguments it does not take. The usage is printed with it. */
export class UsageError extends Error {
  readonly code = 'usage';

  override get name(): string {
    return 'UsageError';
  }

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
