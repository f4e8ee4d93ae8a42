import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

// Set by scripts/test.ts, which finds or installs a browser and says which one it took.
const executablePath = process.env.ATTENTION_LENS_BROWSER;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: [
            'src/runtime/**/*.test.ts',
            'src/cli/**/*.test.ts',
            'scripts/**/*.test.ts',
            'stories/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['src/elements/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                args: ['--no-sandbox'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'pages',
          include: ['tests/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
