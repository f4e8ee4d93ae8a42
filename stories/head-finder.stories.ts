// <head-finder> with a lens, alone, and where it has to say that there is nothing to find.

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { action } from 'storybook/actions';
import '../src/elements/attn-lens/attn-lens.js';
import '../src/elements/head-finder/head-finder.js';

interface FinderArgs {
  readonly src?: string;
  readonly behaviour?: string;
  readonly pattern?: string;
  readonly top?: number;
}

type Story = StoryObj<FinderArgs>;

const meta: Meta<FinderArgs> = {
  title: 'head-finder',
  component: 'head-finder',
  tags: ['autodocs'],
  render: (args) =>
    html`<head-finder
      src=${ifDefined(args.src)}
      behaviour=${ifDefined(args.behaviour)}
      top=${ifDefined(args.top)}
      @attn-find=${action('attn-find')}
    ></head-finder>`,
};

export default meta;

const about = (story: string) => ({ docs: { description: { story } } });

const withLens: Story['render'] = (args) =>
  html`<attn-lens id="lens" src=${ifDefined(args.src)}></attn-lens>
    <br />
    <head-finder
      for="lens"
      behaviour=${ifDefined(args.behaviour)}
      pattern=${ifDefined(args.pattern)}
      @attn-find=${action('attn-find')}
    ></head-finder>`;

export const WithALens: Story = {
  args: { src: 'traces/dog.json', behaviour: 'previous' },
  render: withLens,
  parameters: about(
    'The finder drives the lens: 4.11 reads the previous token, on every text. Try the other buttons and watch the matrix.',
  ),
};

export const OneHeadTwoButtons: Story = {
  args: { src: 'traces/dog.json', behaviour: 'sink' },
  parameters: about(
    'Head 7.2 is the strongest sink of this text, and one of the five induction heads of GPT-2 small: with nothing to match it rests on the first token.',
  ),
};

export const Published: Story = {
  args: { src: 'traces/spaceship.json', behaviour: 'induction' },
  parameters: about(
    'No probe can run on a recording, so that the scores are published ones, and labelled so.',
  ),
};

export const NoHeadDoesThis: Story = {
  args: { src: 'traces/dog.json', behaviour: 'same-word' },
  parameters: about(
    'Every word of this text is a single token: the finder says so, and makes nothing up.',
  ),
};

export const PaintedPattern: Story = {
  args: { src: 'traces/dog.json', behaviour: 'painted', pattern: '10.2' },
  render: withLens,
  parameters: about(
    'One painted cell, from the second “dog” to “on”: the induction head 5.5 fits it best. Paint your own on the matrix.',
  ),
};
