/** Thrown when a folder is no sound model pack, or one that cannot do what is asked of it. */
export class PackError extends Error {
  readonly code = 'pack';

  override get name(): string {
    return 'PackError';
  }

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
