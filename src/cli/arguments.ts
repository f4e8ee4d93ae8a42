// A command's arguments, read strictly.

import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.js';

/**
 * @param options names without the dashes; all take a text.
 * @throws {UsageError} for an option that is not one of these, or has no value.
 */
export function parseArguments<Name extends string>(
  args: readonly string[],
  options: readonly Name[],
): { values: Partial<Record<Name, string>>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(options.map((name) => [name, { type: 'string' }] as const)),
    });
    return { values: values as Partial<Record<Name, string>>, positionals };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
