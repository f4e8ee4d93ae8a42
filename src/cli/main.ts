#!/usr/bin/env node
// The `attention-lens` command. Exit codes: 0 done, 1 failed, 2 called wrongly.

import { RuntimeError } from '../runtime/runtime-error.js';
import { ASSETS_USAGE, runAssets } from './assets/command.js';
import { CONVERT_USAGE, runConvert } from './convert/command.js';
import { PROBE_USAGE, runProbeCommand } from './probe/command.js';
import { RECORD_USAGE, runRecord } from './record/command.js';
import { redact } from './redact.js';
import { UsageError } from './usage-error.js';
import { runVerify, VERIFY_USAGE } from './verify/command.js';

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  convert: { usage: CONVERT_USAGE, run: runConvert },
  assets: { usage: ASSETS_USAGE, run: runAssets },
  probe: { usage: PROBE_USAGE, run: runProbeCommand },
  record: { usage: RECORD_USAGE, run: runRecord },
  verify: { usage: VERIFY_USAGE, run: runVerify },
};

/** Of one command, or of all where the name is none's. */
function usageOf(name: string | undefined): string {
  const command = commandOf(name);
  const usages = (command ? [command] : Object.values(COMMANDS)).map(({ usage }) => usage);
  return `Usage:\n\n${usages.join('\n\n')}\n`;
}

function commandOf(name: string | undefined): Command | undefined {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || args.includes('--help')) {
    console.log(usageOf(name === 'help' ? args[0] : name));
    return name === undefined ? 2 : 0;
  }
  try {
    const command = commandOf(name);
    if (!command) throw new UsageError(`There is no command "${name}".`);
    await command.run(args);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(redact(error instanceof Error ? error.message : String(error)));
    if (error instanceof RuntimeError) console.error(redact(error.advice));
    if (isUsage) console.error(`\n${usageOf(name)}`);
    return isUsage ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
