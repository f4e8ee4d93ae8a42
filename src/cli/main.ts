#!/usr/bin/env node
// The `attention-lens` command. Exit codes: 0 done, 1 failed, 2 called wrongly.

import { ASSETS_USAGE, runAssets } from './assets/command.js';
import { CONVERT_USAGE, runConvert } from './convert/command.js';
import { UsageError } from './usage-error.js';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  convert: runConvert,
  assets: runAssets,
};

const USAGE = `Usage:\n\n${CONVERT_USAGE}\n\n${ASSETS_USAGE}\n`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || args.includes('--help')) {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  try {
    const command = COMMANDS[name];
    if (!command) throw new UsageError(`There is no command "${name}".`);
    await command(args);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(error instanceof Error ? error.message : error);
    if (isUsage) console.error(`\n${USAGE}`);
    return isUsage ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
