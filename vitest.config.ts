import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

// Set by scripts/test.ts, which finds or installs a browser and says which one it took.
const executablePath = process.env.ATTENTION_LENS_BROWSER;

// Far above what any test takes on an idle machine: a busy one must not fail them.
const timeouts = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
  setupFiles: ['tests/timeouts.setup.ts'],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...timeouts,
          name: 'node',
          include: [
            'src/runtime/**/*.test.ts',
            'src/cli/**/*.test.ts',
            'src/convert/**/*.test.ts',
            'src/iframe/**/*.test.ts',
            'src/pack/**/*.test.ts',
            'scripts/**/*.test.ts',
            'stories/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        // Served as they are: made into one file, they would no longer find the files beside them, and finding them only
        // when a worker asks would reload the page in the middle of a test.
        optimizeDeps: {
          exclude: ['onnxruntime-web', 'gpt-tokenizer'],
          include: [
            'fast-check',
            'protobufjs/light.js',
            'react',
            'react-dom/client',
            'react-dom/server',
            'reveal.js',
          ],
        },
        test: {
          ...timeouts,
          name: 'browser',
          include: [
            'src/elements/**/*.test.ts',
            'src/react/*.test.ts',
            'src/runtime/**/*.browser.test.ts',
          ],
          globalSetup: ['src/runtime/testing/random-packs.setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                // WebGPU on the CPU, for machines without a GPU.
                args: [
                  '--no-sandbox',
                  '--enable-unsafe-webgpu',
                  '--use-webgpu-adapter=swiftshader',
                ],
                ignoreDefaultArgs: ['--disable-gpu'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          ...timeouts,
          name: 'pages',
          include: ['tests/*.test.ts'],
          exclude: [
            'tests/consumers.test.ts',
            'tests/runtime-npm.test.ts',
            'tests/hosts-*.test.ts',
          ],
          setupFiles: [...timeouts.setupFiles, 'tests/no-unhandled.setup.ts'],
          fileParallelism: false,
        },
      },
      {
        test: {
          ...timeouts,
          name: 'consumers',
          include: [
            'tests/consumers.test.ts',
            'tests/runtime-npm.test.ts',
            'tests/hosts-next.test.ts',
          ],
        },
      },
      {
        // More hosts than `npm test` has time for: `npm run test:hosts`.
        test: {
          ...timeouts,
          name: 'hosts',
          include: ['tests/hosts-*.test.ts'],
          exclude: ['tests/hosts-next.test.ts'],
        },
      },
      {
        test: {
          ...timeouts,
          name: 'other-browsers',
          include: ['tests/other-browsers/*.test.ts'],
        },
      },
    ],
  },
});
