// <attn-term>: words that say what they mean.

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/elements/attn-term/attn-term.js';
import { GLOSSARY } from '../src/elements/attn-term/glossary.js';

interface TermArgs {
  readonly term?: string;
}

type Story = StoryObj<TermArgs>;

const term = (args: TermArgs, word: TemplateResult | string | typeof nothing): TemplateResult =>
  html`<attn-term term=${ifDefined(args.term)}>${word}</attn-term>`;

const meta: Meta<TermArgs> = {
  title: 'attn-term',
  component: 'attn-term',
  tags: ['autodocs'],
  render: (args) =>
    html`<p class="prose">
      Each ${term(args, args.term ? nothing : 'head')} hands out weights, and they add up to 1.
    </p>`,
};

export default meta;

const about = (description: string) => ({ docs: { description: { story: description } } });

/** The parts of the first term of a story, once they are there. */
async function parts(canvas: HTMLElement) {
  const element = canvas.querySelector('attn-term');
  await element?.updateComplete;
  const find = (name: string) =>
    element?.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`) as HTMLElement;
  return { word: find('term'), note: find('note') };
}

export const FromTheText: Story = {
  parameters: about(
    'The word is looked up as it stands in the text. Rest on it, tap it, or reach it with the Tab key; Escape closes the note.',
  ),
  play: async ({ canvasElement }) => {
    const { word, note } = await parts(canvasElement);
    await userEvent.click(word);
    await waitFor(() => expect(note).toBeVisible());
    expect(note).toHaveTextContent('One unit of attention');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(note).not.toBeVisible());
  },
};

export const Named: Story = {
  args: { term: 'dot product' },
  parameters: about('`term` says which one it is; without a word of its own, its name is written.'),
};

export const InYourWords: Story = {
  render: () =>
    html`<p class="prose">
      The <attn-term
        >logit lens<span slot="definition"
          >Reading the residual stream as if it were that of the last layer.</span
        ></attn-term
      >
      came first.
    </p>`,
  parameters: about(
    'A definition of your own: for a word that the glossary lacks, or in another language.',
  ),
};

export const InAMargin: Story = {
  ...FromTheText,
  decorators: [(story) => html`<div class="narrow">${story()}</div>`],
  parameters: about(
    'In a narrow column the note stands above or below the paragraph, never on the line that is read.',
  ),
};

export const RightToLeft: Story = {
  render: () =>
    html`<p class="prose" dir="rtl" lang="he">
      לכל
      <attn-term
        >ראש<span slot="definition">יחידה אחת של קשב, עם שאילתות, מפתחות וערכים משלה.</span></attn-term
      >
      משקלים משלו.
    </p>`,
  parameters: about('On a page that runs from right to left, with a definition in its language.'),
};

export const Glossary: Story = {
  render: () =>
    html`<ul class="prose">
      ${Object.keys(GLOSSARY).map((id) => html`<li><attn-term term=${id}></attn-term></li>`)}
    </ul>`,
  parameters: about('All terms that it knows.'),
};

export const Unknown: Story = {
  render: () => html`<p class="prose">A <attn-term>flux capacitor</attn-term> is plain text.</p>`,
  parameters: about('A word without a meaning stays plain text; the console names what there is.'),
};
