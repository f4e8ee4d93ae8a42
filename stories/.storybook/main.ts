// How Storybook is built. Nothing here may need the network, at build time or later.

import type { StorybookConfig } from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../welcome.mdx', '../essay/*.stories.ts', '../*.stories.ts', '../guides/*.mdx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  staticDirs: [
    'dog',
    'john-smith',
    'artificial-intelligence',
    'data-visualization',
    'spaceship',
  ].map((name) => ({ from: `../../traces/${name}.json`, to: `/traces/${name}.json` })),
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
};

export default config;
