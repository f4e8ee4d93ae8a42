#!/usr/bin/env node
// The `attention-lens` command. Exit codes: 0 done, 1 failed, 2 called wrongly.

import { ASSETS_USAGE, runAssets } from './assets/command.js';
import { CONVERT_USAGE, runConvert } from './convert/command.js';
import { PROBE_USAGE, runProbeCommand } from './probe/command.js';
import { RECORD_USAGE, runRecord } from './record/command.js';
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

const USAGE = `Usage:\n\n${Object.values(COMMANDS)
  .map(({ usage }) => usage)
  .join('\n\n')}\n`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || args.includes('--help')) {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new UsageError(`There is no command "${name}".`);
    await command.run(args);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(error instanceof Error ? error.message : error);
    if (isUsage) console.error(`\n${USAGE}`);
    return isUsage ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
