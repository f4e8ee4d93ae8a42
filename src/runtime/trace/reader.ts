// Reads values out of unknown JSON, each with the path of the field it stands in, so that an error can name it.

import { shorten } from '../shorten.js';
import { TraceError } from './trace-error.js';

type Fields = Readonly<Record<string, unknown>>;

export function readObject(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TraceError(field, `must be an object, but is ${kind(value)}.`);
  }
  return value as Fields;
}

export function readList(value: unknown, field: string, max: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new TraceError(field, `must be a list, but is ${kind(value)}.`);
  if (value.length > max) {
    throw new TraceError(field, `has ${value.length} entries; at most ${max} are read.`);
  }
  // One by one: a list that a page has made may have holes, or methods of its own.
  const entries: unknown[] = [];
  for (let at = 0; at < value.length; at++) entries.push(value[at]);
  return entries;
}

export function readString(value: unknown, field: string, maxCharacters: number): string {
  if (typeof value !== 'string') {
    throw new TraceError(field, `must be a text, but is ${kind(value)}.`);
  }
  if (value.length > maxCharacters) {
    throw new TraceError(
      field,
      `is ${value.length} characters long; at most ${maxCharacters} are read.`,
    );
  }
  return value;
}

export function readChoice<const C extends string>(
  value: unknown,
  field: string,
  choices: readonly C[],
): C {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    const expected = choices.map((candidate) => `"${candidate}"`).join(' or ');
    const found = typeof value === 'string' ? `"${shorten(value)}"` : kind(value);
    throw new TraceError(field, `must be ${expected}, but is ${found}.`);
  }
  return choice;
}

export function readInteger(value: unknown, field: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    const found = typeof value === 'number' ? value : kind(value);
    throw new TraceError(field, `must be a whole number from ${min} to ${max}, but is ${found}.`);
  }
  return value;
}

export function readProbability(value: unknown, field: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    const found = typeof value === 'number' ? value : kind(value);
    throw new TraceError(field, `must be a number from 0 to 1, but is ${found}.`);
  }
  return value;
}

export function readBoolean(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') {
    throw new TraceError(field, `must be true or false, but is ${kind(value)}.`);
  }
  return value;
}

function kind(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
