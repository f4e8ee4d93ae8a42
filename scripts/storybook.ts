// `npm run storybook` shows the stories while they are written, `npm run storybook:build` builds them to storybook-static.

import { run } from './run.js';

const SHARED = ['--config-dir', 'stories/.storybook'];

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  dev: ['dev', ...SHARED, '--port', '6006', '--no-open', '--no-version-updates'],
  build: ['build', ...SHARED, '--output-dir', 'storybook-static', '--quiet'],
};

const [name = 'dev', ...more] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  throw new Error(`"${name}" is not known: use ${Object.keys(COMMANDS).join(' or ')}.`);
}
// Also before its settings are read, Storybook must call nobody.
await run('npx', ['storybook', ...command, ...more], { env: { STORYBOOK_DISABLE_TELEMETRY: '1' } });
