// `npm test`: everything that has to hold, one step after another, with one sum at the end.
// `npm run check` (`quick`): the part for every day, without a browser.
// `npm run test:hosts` (`hosts`): every host that the guide names, where `npm test` has one of each kind.
//
// A check, such as the types, counts as one test. A step that fails does not hide the ones after it.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.js';
import { findOtherBrowsers } from './other-browsers.js';
import { run } from './run.js';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What failed, and how, a line each. */
  readonly failures?: readonly string[];
}

/** What `vitest --reporter json` writes, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface Step {
  readonly name: string;
  readonly run: (env: NodeJS.ProcessEnv) => Promise<Counts>;
}

const ONE_PASSED: Counts = { passed: 1, failed: 0 };

const check = (name: string, command: string, ...args: string[]): Step => ({
  name,
  run: async (env) => {
    await run(command, args, { env });
    return ONE_PASSED;
  },
});

/** The tests of one project of vitest.config.ts. */
const tests = (name: string, project: string): Step => ({
  name,
  run: async (env) => {
    const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
    const report = join(folder, 'report.json');
    try {
      const failure = await run(
        'npx',
        [
          ...['vitest', 'run', '--project', project],
          ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report],
        ],
        { env },
      ).catch((error: Error) => error);
      return await readReport(report, failure !== undefined);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** A run that failed without a failing test, by an error outside of one, counts as one failure. */
async function readReport(path: string, failed: boolean): Promise<Counts> {
  const report: Report = JSON.parse(await readFile(path, 'utf8'));
  const { numPassedTests: passed, numTotalTests: total } = report;
  if (passed === 0) throw new Error('No test ran.');
  const failures = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages: [why = ''] }) => `${fullName}: ${why.split('\n')[0]}`);
  if (failed && passed === total) return { passed, failed: 1 };
  return { passed, failed: total - passed, failures };
}

const QUICK: readonly Step[] = [
  check('Types', 'npx', 'tsc', '--noEmit'),
  check('Lint and format', 'npx', 'biome', 'check', '--error-on-warnings'),
  check('Dead code', 'npx', 'knip'),
  check('Spelling', 'npm', 'run', '--silent', 'spelling'),
  check('Names of products', 'npm', 'run', '--silent', 'terms'),
  check('Idioms', 'npm', 'run', '--silent', 'idioms'),
  tests('Unit tests', 'node'),
];

const FULL: readonly Step[] = [
  ...QUICK,
  check('Build', 'npx', 'rollup', '-c', '--silent'),
  check('custom-elements.json is current', 'npx', 'tsx', 'scripts/manifest.ts', '--check'),
  check('Storybook builds', 'npx', 'tsx', 'scripts/storybook.ts', 'build'),
  tests('Elements in Chromium', 'browser'),
  tests('Pages in Chromium', 'pages'),
  tests('The package in projects of others', 'consumers'),
];

const HOSTS: readonly Step[] = [
  check('Build', 'npx', 'rollup', '-c', '--silent'),
  tests('The package in projects of others', 'consumers'),
  tests('The package in more of their hosts', 'hosts'),
];

const OTHER_BROWSERS = tests('Firefox and WebKit', 'other-browsers');

async function runSteps(steps: readonly Step[], env: NodeJS.ProcessEnv): Promise<Counts> {
  let sum: Counts = { passed: 0, failed: 0 };
  const failures: string[] = [];
  for (const step of steps) {
    console.log(`\n── ${step.name}`);
    const counts = await step.run(env).catch((error: Error): Counts => {
      console.error(error.message);
      return { passed: 0, failed: 1 };
    });
    if (counts.failed > 0) failures.push(step.name, ...indent(counts.failures ?? []));
    sum = { passed: sum.passed + counts.passed, failed: sum.failed + counts.failed };
  }
  // Said again at the end, where it is found.
  if (failures.length > 0) console.log(`\nFailed:\n${indent(failures).join('\n')}`);
  return sum;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

const mode = process.argv[2] ?? 'full';
const say = (line: string) => console.log(line);
const env = mode === 'quick' ? {} : { ATTENTION_LENS_BROWSER: await findBrowser(say) };
const others = mode === 'full' ? await findOtherBrowsers(say) : undefined;
const full = others ? [...FULL, OTHER_BROWSERS] : FULL;
const steps = mode === 'quick' ? QUICK : mode === 'hosts' ? HOSTS : full;
const { passed, failed } = await runSteps(steps, { ...env, ...others });
if (mode === 'full' && !others) {
  // CI must not pass by leaving something out.
  say(
    '\nNot tested: Firefox and WebKit. Install firefox-esr, webkit2gtk-driver and xvfb for them.',
  );
  if (process.env.CI) process.exitCode = 1;
}
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
