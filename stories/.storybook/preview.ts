// What all stories share: the elements' API tables, and the colour scheme and language that the toolbar says.

import type { Preview } from '@storybook/web-components-vite';
import type { Package } from 'custom-elements-manifest';
import { html } from 'lit';
import customElements from '../../custom-elements.json' with { type: 'json' };
import { findElement } from '../../scripts/manifest-elements.js';
import { toArgTypes } from './arg-types.js';
import './preview.css';

const manifest = customElements as unknown as Package;

const preview: Preview = {
  parameters: {
    layout: 'fullscreen',
    controls: { expanded: true },
    // Each story sets the colour scheme itself.
    backgrounds: { disable: true },
    options: {
      storySort: {
        order: ['Start here', 'The essay', 'Guides', ['Quick start', 'Embedding', 'Models']],
      },
    },
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
    locale: {
      description: 'Language of the page around the element',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        items: [
          { value: 'en', title: 'English' },
          { value: 'de', title: 'Deutsch' },
          { value: 'he', title: 'Hebrew page: right to left, words in English' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'light', locale: 'en' },
  decorators: [
    (story, { globals }) =>
      html`<div
        class="stage ${globals.theme === 'dark' ? 'dark' : 'light'}"
        lang=${globals.locale}
        dir=${globals.locale === 'he' ? 'rtl' : 'ltr'}
      >
        ${story()}
      </div>`,
  ],
};

export default preview;
