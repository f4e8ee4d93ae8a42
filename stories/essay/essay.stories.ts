// The essay as the stand-alone page has it.

/// <reference types="vite/client" />

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import './essay.css';
import text from './essay.html?raw';
import { startEssay } from './essay.js';
import { fill } from './fill.js';
import numbers from './numbers.json' with { type: 'json' };

const meta: Meta = { title: 'The essay' };

export default meta;

export const TheAttentionLens: StoryObj = {
  render: () => {
    const essay = document.createElement('article');
    essay.className = 'essay';
    // The project's own file, as its build writes it into the page.
    essay.innerHTML = fill(text, { base: '', numbers });
    startEssay(essay);
    return essay;
  },
};
