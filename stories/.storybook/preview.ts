// What all stories share: the elements' API tables, and light or dark as the toolbar says.

import type { Preview } from '@storybook/web-components-vite';
import type { Package } from 'custom-elements-manifest';
import { html } from 'lit';
import customElements from '../../custom-elements.json' with { type: 'json' };
import { findElement, toArgTypes } from './arg-types.js';
import './preview.css';

const manifest = customElements as unknown as Package;

const preview: Preview = {
  parameters: {
    layout: 'fullscreen',
    controls: { expanded: true },
    // Each story sets the colour scheme itself.
    backgrounds: { disable: true },
    docs: {
      extractArgTypes: (tag: string) => toArgTypes(findElement(manifest, tag)),
      extractComponentDescription: (tag: string) => findElement(manifest, tag).description,
      source: { excludeDecorators: true },
    },
  },
  globalTypes: {
    theme: {
      description: 'Colour scheme of the page around the element',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        items: [
          { value: 'light', icon: 'sun', title: 'Light' },
          { value: 'dark', icon: 'moon', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'light' },
  decorators: [
    (story, { globals }) =>
      html`<div class="stage ${globals.theme === 'dark' ? 'dark' : 'light'}">${story()}</div>`,
  ],
};

export default preview;
