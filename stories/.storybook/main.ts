// How Storybook is built. Nothing here may need the network, at build time or later.

import { existsSync, readdirSync } from 'node:fs';
import type { StorybookConfig } from '@storybook/web-components-vite';

/** The recordings and the vectors that go with them, as the package ships them. */
const traces = readdirSync(new URL('../../traces/', import.meta.url)).filter((name) =>
  /\.(?:json|bin)$/.test(name),
);

/** The page that makes model packs, once the package is built. */
const pack = existsSync(new URL('../../dist/pack/', import.meta.url))
  ? [{ from: '../../dist/pack', to: '/pack' }]
  : [];

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../welcome.mdx', '../essay/*.stories.ts', '../*.stories.ts', '../guides/*.mdx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  staticDirs: [
    ...traces.map((name) => ({ from: `../../traces/${name}`, to: `/traces/${name}` })),
    ...pack,
  ],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
};

export default config;
