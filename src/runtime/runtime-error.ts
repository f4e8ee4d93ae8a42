import type { ErrorInfo, RuntimeErrorCode } from './api.js';
import { shorten } from './shorten.js';

/**
 * Anything that goes wrong in the runtime. Ask its `code`, never its class: another copy of the library may have thrown
 * it. `aborted` and `superseded` carry the name "AbortError", as the platform's own do.
 */
export class RuntimeError extends Error implements ErrorInfo {
  readonly code: RuntimeErrorCode;
  /** What to do about it, one or two sentences. */
  readonly advice: string;

  /** The address or the limit that it failed on. */
  readonly subject?: string;

  constructor(
    code: RuntimeErrorCode,
    message: string,
    advice: string,
    { subject, ...options }: ErrorOptions & { readonly subject?: string | undefined } = {},
  ) {
    // An address may be a `data:` address of kilobytes.
    super(subject ? message.replaceAll(subject, shorten(subject)) : message, options);
    this.code = code;
    this.advice = advice;
    if (subject !== undefined) this.subject = subject;
  }

  // A getter, for a page that has frozen Error.prototype lets nobody assign to `name`.
  override get name(): string {
    return this.code === 'aborted' || this.code === 'superseded' ? 'AbortError' : 'RuntimeError';
  }
}

/** Anything thrown, as a RuntimeError. */
export function toRuntimeError(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new RuntimeError(
    'internal',
    message,
    'This is a defect of the library: please report it.',
    {
      cause: error,
    },
  );
}

/** The plain data of an error, to cross the worker's boundary or to stand in a status. */
export function errorInfo({ code, message, advice, subject }: ErrorInfo): ErrorInfo {
  return { code, message, advice, ...(subject !== undefined && { subject }) };
}

/** An error that crossed the boundary, to be thrown again. */
export function fromErrorInfo({ code, message, advice, subject }: ErrorInfo): RuntimeError {
  return new RuntimeError(code, message, advice, { subject });
}

/** @throws {RuntimeError} `aborted` when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError();
}

export function abortedError(): RuntimeError {
  return new RuntimeError('aborted', 'This was cancelled.', 'Ask again if it is still wanted.');
}

export function releasedError(): RuntimeError {
  return new RuntimeError('released', 'This lease was released.', 'Acquire a new one.');
}

/** A lazy part of the library did not come: `file-unreachable` in place of the browser's bare TypeError. */
export function importError(
  cause: unknown,
  advice = 'Check the connection. Authors: publish all files of the library together, unchanged if the page pins them, and check that script-src allows them.',
): RuntimeError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RuntimeError(
    'file-unreachable',
    `A part of the library could not be loaded: ${message}.`,
    advice,
    { subject: addressIn(message) ?? 'a part of the library', cause },
  );
}

/** Most browsers name the address in their words. */
export function addressIn(message: string): string | undefined {
  return /\bhttps?:\/\/[^\s'")]+/.exec(message)?.[0].replace(/[.,;:]$/, '');
}
