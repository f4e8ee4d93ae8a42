// <head-finder> with a lens, alone, and where it has to say that there is nothing to find.

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { action } from 'storybook/actions';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/elements/attn-lens/attn-lens.js';
import '../src/elements/head-finder/head-finder.js';
import type { HeadFinder } from '../src/elements/head-finder/head-finder.js';

interface FinderArgs {
  readonly for?: string;
  readonly src?: string;
  readonly behaviour?: string;
  readonly pattern?: string;
  readonly top?: number;
  readonly hide?: string;
  readonly label?: string;
}

type Story = StoryObj<FinderArgs>;

const finder = (args: FinderArgs, children?: TemplateResult): TemplateResult =>
  html`<head-finder
    for=${ifDefined(args.for)}
    src=${ifDefined(args.for ? undefined : args.src)}
    behaviour=${ifDefined(args.behaviour)}
    pattern=${ifDefined(args.pattern)}
    top=${ifDefined(args.top)}
    hide=${ifDefined(args.hide)}
    label=${ifDefined(args.label)}
    @attn-find=${action('attn-find')}
    @attn-error=${action('attn-error')}
    >${children ?? nothing}</head-finder
  >`;

const meta: Meta<FinderArgs> = {
  title: 'head-finder',
  component: 'head-finder',
  tags: ['autodocs'],
  render: (args) => finder(args),
};

export default meta;

const about = (story: string) => ({ docs: { description: { story } } });

const withLens: Story['render'] = (args) =>
  html`<attn-lens id="lens" src=${ifDefined(args.src)}></attn-lens>
    <br />
    ${finder(args)}`;

/** The finder of a story, once it can look. */
async function ready(canvas: HTMLElement): Promise<HeadFinder> {
  const element = canvas.querySelector<HeadFinder>('head-finder');
  if (!element) throw new Error('The story has no finder.');
  await waitFor(() => expect(element.status).toBe('ready'), { timeout: 10_000 });
  await element.updateComplete;
  return element;
}

export const WithALens: Story = {
  args: { for: 'lens', src: 'traces/dog.json', behaviour: 'previous' },
  render: withLens,
  play: async ({ canvasElement }) => {
    const element = await ready(canvasElement);
    const lens = canvasElement.querySelector('attn-lens');
    const behaviours = element.renderRoot.querySelectorAll<HTMLElement>('[part=behaviour]');
    for (const [at, head] of [
      [1, '7.2'],
      [0, '4.11'],
    ] as const) {
      await userEvent.click(behaviours[at] as HTMLElement);
      await waitFor(() => expect(`${lens?.layer}.${lens?.head}`).toBe(head));
    }
  },
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
  args: { for: 'lens', src: 'traces/dog.json', behaviour: 'painted', pattern: '10.2' },
  render: withLens,
  parameters: about(
    'One painted cell, from the second “dog” to “on”: the induction head 5.5 fits it best. Paint your own on the matrix.',
  ),
};

export const MostDecisive: Story = {
  args: { src: 'traces/dog.json', behaviour: 'decisive' },
  parameters: about(
    'By default token 0, the token itself and its neighbour are left out, and the panel says so. The switch shows the plain form, which 4.11 wins again.',
  ),
};

export const Broadest: Story = {
  args: { src: 'traces/john-smith.json', behaviour: 'broadest', top: 10 },
  parameters: about('The head that spreads its attention widest, with nine runners-up: `top`.'),
};

export const AsksTheModel: Story = {
  args: { for: 'lens', behaviour: 'induction' },
  render: (args) =>
    html`<attn-lens id="lens" text="The wizard found the book, and the wizard"></attn-lens>
      <br />
      ${finder(args)}`,
  parameters: about(
    'Run the text first. Then the finder offers the probe: random tokens said twice, where only one reason is left to look after the last time. It can be looked at in the lens.',
  ),
};

export const OnlyTheAnswer: Story = {
  args: {
    src: 'traces/dog.json',
    behaviour: 'previous',
    hide: 'behaviours map table',
    label: 'Who looks back by one?',
  },
  parameters: about('Parts can be left out, and the title is yours: for the middle of a lesson.'),
};

export const OneToken: Story = {
  render: () => {
    const element = document.createElement('head-finder');
    element.behaviour = 'previous';
    element.trace = {
      format: 'attention-trace@1',
      model: { id: 'by-hand', name: 'one token by hand', layers: 1, heads: 1 },
      text: 'a',
      tokens: [{ id: 0, text: 'a' }],
      causal: true,
      attention: { encoding: 'u8-sqrt', data: '/w==' },
      provenance: { kind: 'constructed', source: 'written by hand for this story' },
    };
    return html`${element}`;
  },
  parameters: about(
    'A text of one token can read nothing before it: the finder says why it has no score.',
  ),
};

export const Dark: Story = {
  args: { src: 'traces/dog.json', behaviour: 'sink' },
  globals: { theme: 'dark' },
  parameters: about('On a dark page.'),
};

export const Narrow: Story = {
  args: { src: 'traces/dog.json', behaviour: 'sink' },
  decorators: [(story) => html`<div class="narrow">${story()}</div>`],
  parameters: about('280 pixels wide.'),
};

export const Empty: Story = {
  render: (args) => finder(args, html`<p>Choose a text, and its heads can be looked up.</p>`),
  parameters: about('Without a lens and without a trace: what stands between the tags is shown.'),
};

export const MissingFile: Story = {
  args: { src: 'traces/not-there.json' },
  parameters: about('The address leads nowhere, and the message says what the server answered.'),
};
