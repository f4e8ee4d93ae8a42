/** Thrown when a trace, or something asked of one, is not valid. `field` names the place, as in `tokens[3].id`. */
export class TraceError extends Error {
  readonly code = 'trace';
  readonly field: string;

  override get name(): string {
    return 'TraceError';
  }

  constructor(field: string, problem: string) {
    super(`The trace's ${field} ${problem}`);
    this.field = field;
  }
}
