// <attn-lens> in every situation a page may bring it into: real recordings, layouts that no recording has, and failures.

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/elements/attn-lens/attn-lens.js';
import type { AttnLens } from '../src/elements/attn-lens/attn-lens.element.js';
import type { TraceFile } from '../src/runtime/trace/index.js';
import spaceship from '../traces/spaceship.json' with { type: 'json' };
import { bothWays, captionAndPicture, hebrew, unicorn } from './constructed-traces.js';
import { type LensArgs, lens } from './lens-of-args.js';
import { byProperty, inline } from './samples.js';

type Story = StoryObj<LensArgs>;

const recording = spaceship as TraceFile;

/** A file of which the last half did not arrive. */
const cutShort: TraceFile = {
  ...recording,
  attention: { ...recording.attention, data: recording.attention.data.slice(0, 2000) },
};

const meta: Meta<LensArgs> = {
  title: 'attn-lens',
  component: 'attn-lens',
  tags: ['autodocs'],
  render: (args) => lens(args),
};

export default meta;

/** The lens of a story, once its recording is there. */
async function ready(canvas: HTMLElement): Promise<AttnLens> {
  const element = canvas.querySelector<AttnLens>('attn-lens');
  if (!element) throw new Error('The story has no lens.');
  await waitFor(() => expect(element.status).toBe('ready'), { timeout: 10_000 });
  await element.updateComplete;
  return element;
}

/** A part of it that must be there. */
function part(element: AttnLens, name: string, at = 0): HTMLElement {
  const found = element.renderRoot.querySelectorAll<HTMLElement>(`[part~="${name}"]`)[at];
  if (!found) throw new Error(`The lens shows no part "${name}".`);
  return found;
}

/** What a story is about, for a teacher who looks for one. */
const about = (description: string, code?: string) => ({
  docs: {
    description: { story: description },
    ...(code !== undefined && { source: { code, language: 'html' } }),
  },
});

// Recordings of GPT-2 small

export const Dog: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10 },
  play: async ({ canvasElement }) => {
    const element = await ready(canvasElement);
    // Another word, and back: the sentence says what it reads.
    await userEvent.click(part(element, 'token', 11));
    await waitFor(() => expect(part(element, 'sentence')).toHaveTextContent('“was” reads'));
    await userEvent.click(part(element, 'token', 10));
    await waitFor(() => expect(part(element, 'sentence')).toHaveTextContent('reads “on” 84 %'));
  },
  parameters: about(
    'An induction head at work: at the second “dog”, head 5.5 reads “on”, the word that came after the first “dog”. Then try 4.11, where every token reads the one before it.',
  ),
};

export const JohnSmith: Story = {
  args: { src: 'traces/john-smith.json', layer: 5, head: 5, token: 8 },
  parameters: about(
    'The same head on another text: at the second “Smith” it reads “is”, the word after the first “Smith”. Head 0.5 reads the first “Smith” itself: it finds repeated tokens.',
  ),
};

export const Spaceship: Story = {
  args: { src: 'traces/spaceship.json', layer: 4, head: 3, token: 4 },
  parameters: about(
    'A head that joins a verb to its subject: in 4.3, “approaching” reads “spaceship”, past the “was” between them.',
  ),
};

export const DataVisualization: Story = {
  args: { src: 'traces/data-visualization.json', layer: 4, head: 3, token: 3 },
  parameters: about(
    'Two tokens for one word: “em” and “powers” (a dashed edge says that a token continues the word). Head 4.3 again reads the subject from the verb: “powers” looks at “visualization”.',
  ),
};

export const ArtificialIntelligence: Story = {
  args: { src: 'traces/artificial-intelligence.json', layer: 3, head: 3, token: 2 },
  parameters: about(
    'Even the first word may be two tokens: “Art” and “ificial”. In head 3.3, “Intelligence” reads the end of the word before it.',
  ),
};

// Ways to show one

export const IgnoreTheFirstToken: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 1, token: 10, ignoreFirst: true },
  play: async ({ canvasElement }) => {
    const element = await ready(canvasElement);
    const toggle = () => userEvent.click(part(element, 'ignore-first'));
    await toggle();
    await waitFor(() => expect(part(element, 'sentence')).toHaveTextContent('52 %'));
    await toggle();
    await waitFor(() => expect(part(element, 'sentence')).toHaveTextContent('97 %'));
  },
  parameters: about(
    'Head 5.1 seems to look at nothing but the first token. Leave that out, and the second “dog” gives 97 % of the rest to “on”: an induction head, resting where it finds nothing to repeat. Switch it off to compare.',
  ),
};

export const Lines: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, view: 'lines' },
  parameters: about(
    'Queries at the left, keys at the right, links by weight. The slider says how much of each token’s attention is drawn.',
  ),
};

export const FewerLines: Story = {
  args: { ...Lines.args, threshold: 0.5 },
  parameters: about(
    'Only the strongest links, until they carry half of each token’s attention: `threshold`. The slider sets it too.',
  ),
};

export const Scores: Story = {
  args: { src: 'traces/john-smith.json', layer: 5, head: 5, token: 8, stage: 'scores' },
  parameters: about(
    'The same matrix before softmax: q·k as it was recorded. Go on to “scaled and masked” and to the weights.',
  ),
};

export const ScaledAndMasked: Story = {
  args: { ...Scores.args, stage: 'masked' },
  parameters: about(
    'One step on: divided by √d, and with the later tokens set to −∞, which the hatched half stands for.',
  ),
};

export const AverageOfALayer: Story = {
  args: { src: 'traces/dog.json', layer: 4, token: 10, average: true },
  parameters: about(
    'All heads of a layer in one picture. What one head does alone is gone in it: compare 4.11.',
  ),
};

export const Compare: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, compare: '4.11' },
  parameters: about(
    'Two heads side by side: 5.5 looks past the last time, 4.11 at the token before. What is pointed at in one is pointed at in both.',
  ),
};

export const CompareTexts: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, compare: 'traces/john-smith.json' },
  parameters: about('The same head on two texts: in both it looks at what followed last time.'),
};

export const MarkedHeads: Story = {
  args: { src: 'traces/dog.json', layer: 7, head: 2, token: 10, finder: 'sink' },
  play: async ({ canvasElement }) => {
    const element = await ready(canvasElement);
    await userEvent.click(part(element, 'behaviour', 0));
    await waitFor(() => expect([element.layer, element.head]).toEqual([4, 11]));
    await userEvent.click(part(element, 'behaviour', 1));
    await waitFor(() => expect([element.layer, element.head]).toEqual([7, 2]));
  },
  parameters: about(
    'The finder’s buttons in the lens: the map marks the heads that rest on the first token.',
  ),
};

export const Predict: Story = {
  args: { src: 'traces/spaceship.json', layer: 4, head: 3, token: 4, predict: true },
  parameters: about(
    'For lessons: the reader guesses what “approaching” reads most before anything shows it. The page hears `attn-predict`, right or wrong.',
  ),
};

export const Locked: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, lock: 'head token', hide: 'live' },
  parameters: about(
    'For a lesson about this head and this word: both stay, whatever the reader presses. Previews work as before.',
  ),
};

export const InTheAddress: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, address: 'lens' },
  parameters: about(
    'What the reader chooses is kept in the address of the page, so that a link or the Back button brings it back.',
  ),
};

export const TakeAway: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, hide: 'live map' },
  parameters: about(
    'At the end of the card: the picture as PNG or SVG, the numbers as JSON or CSV, a link, and code that puts this lens into another page.',
  ),
};

export const YourOwnTitle: Story = {
  args: { src: 'traces/dog.json', layer: 4, head: 3, token: 11, label: 'Who was found?' },
  parameters: about('`label` is the title of the card, and its name for screen readers.'),
};

export const YourOwnColours: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10, hide: 'live' },
  decorators: [(story) => html`<div class="house-style">${story()}</div>`],
  parameters: about(
    'Colours, font and radius are custom properties, and every part can be reached: see the guide on theming.',
  ),
};

export const InlineScript: Story = {
  args: { layer: 4, head: 3, token: 4 },
  render: (args) => {
    const script = document.createElement('script');
    script.type = 'application/json';
    script.textContent = JSON.stringify(recording);
    return lens(args, { children: html`${script}` });
  },
  parameters: about(
    'The recording stands in the page itself: for a lesson that has to work offline, or where no file can be uploaded.',
    inline,
  ),
};

export const Live: Story = {
  args: { model: 'tiny', text: 'The wizard raised his staff, and the wizard' },
  parameters: about(
    'No recording, only your own text. The button says what it will load; then the tiny demo model runs as you type. Look at head 0.0, which reads the token before, and at layer 1 on the second “wizard”.',
  ),
};

export const OnHuggingFace: Story = {
  name: 'GPT-2 on Hugging Face',
  args: {
    model: 'hf:openai-community/gpt2',
    text: 'The dog on the ship ran off, and the dog',
    layer: 5,
    head: 5,
  },
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('attn-lens') as AttnLens;
    await waitFor(() => expect(part(element, 'run')).toHaveTextContent('from Hugging Face, 498'));
  },
  parameters: about(
    'The real GPT-2 small, live. Nothing is loaded before you press the button, which says what it costs. The heads come layer by layer.',
  ),
};

export const LookedUpFirst: Story = {
  args: {
    model: 'hf:distilbert/distilgpt2@main#none',
    text: 'The dog on the ship ran off, and the dog',
    run: 'visible',
  },
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('attn-lens') as AttnLens;
    await waitFor(() => expect(part(element, 'run')).toHaveTextContent('Look up its size'));
  },
  parameters: about(
    'A model on Hugging Face that the library does not know. The first press looks its size up, and the second one runs it. Here the folder does not exist, and the lens says so.',
  ),
};

export const RunByThePage: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, run: 'manual' },
  parameters: about(
    'With `run="manual"` there is no text box until the page calls `runLive()`, for example for a button of its own.',
  ),
};

export const SwitchingHeadsOff: Story = {
  args: { text: 'The wizard found the book, and the wizard', layer: 1, head: 2, ablate: '1.*' },
  parameters: about(
    'Ablation. Run it: all heads of layer 1 are switched off, and the lens says what becomes of the most likely next token.',
  ),
};

export const CutShort: Story = {
  args: { text: 'one two three four five six seven eight nine ten', maxTokens: 5 },
  parameters: about(
    'A text is cut at `max-tokens`, and the lens says so: for a page that wants short ones.',
  ),
};

export const NumbersOnly: Story = {
  args: { ...Dog.args, hide: 'live map matrix' },
  parameters: about(
    'Tokens and numbers, without the matrix, the map and the live part: for the middle of a paragraph.',
  ),
};

export const Narrow: Story = {
  args: { src: 'traces/dog.json', layer: 5, head: 5, token: 10 },
  decorators: [(story) => html`<div class="narrow">${story()}</div>`],
  parameters: about('280 pixels wide, as in the margin of a course page or on a small phone.'),
};

export const Dark: Story = {
  args: { src: 'traces/dog.json', layer: 4, head: 11, token: 10 },
  globals: { theme: 'dark' },
  parameters: about(
    'On a dark page. The lens follows the `color-scheme` of where it stands; the toolbar switches it for the other stories.',
  ),
};

// Layouts that no recording has

export const SplitCharacters: Story = {
  args: { layer: 0, head: 2, token: 3 },
  render: (args) => lens(args, { trace: unicorn() }),
  parameters: about(
    'Constructed. GPT-2 cuts a rare character into bytes: the unicorn is three tokens, none of which means anything alone, and “blueberries” is two. Head 0.2 gathers the pieces; 0.1 finds the same token again; 1.0 looks at what followed it.',
    byProperty,
  ),
};

export const RightToLeft: Story = {
  args: { layer: 0, head: 1, token: 8 },
  render: (args) => lens(args, { trace: hebrew() }),
  parameters: about(
    'Constructed. Hebrew for “The boy saw a dog. The dog chased after the boy.” The tokens run from the right, as the text does; the matrix keeps its first token at the top left. Head 0.1 reads the same word again, 0.2 the rest of a split one.',
    byProperty,
  ),
};

export const BothWays: Story = {
  name: 'Both ways, as in BERT',
  args: { layer: 2, head: 0, token: 11 },
  render: (args) => lens(args, { trace: bothWays() }),
  parameters: about(
    'Constructed. Without a causal mask the whole matrix is filled: every token reads those after it too. The heads do what Clark et al. (2019) found in BERT: 0.0 the next token, 1.1 the separator, 2.0 what “it” stands for, 2.2 the verb.',
    byProperty,
  ),
};

export const CrossAttention: Story = {
  args: { layer: 0, head: 0, token: 1 },
  render: (args) => lens(args, { trace: captionAndPicture() }),
  parameters: about(
    'Constructed. One sequence looks at another: the words of a caption at nine parts of a picture, with the moon at its top right and a dog asleep at the bottom. Head 0.0 finds what a word names; in 1.0 all words rest on one corner.',
    byProperty,
  ),
};

// When there is nothing to show

export const Empty: Story = {
  render: (args) =>
    lens(args, {
      children: html`<p>
        In this lesson you will look into GPT-2 small. Choose a text below, and its recording opens
        here.
      </p>`,
    }),
  parameters: about(
    'No trace yet. What stands between the tags is shown until there is one, and where JavaScript is switched off.',
  ),
};

export const BrokenTrace: Story = {
  render: (args) => lens(args, { trace: cutShort }),
  parameters: about(
    'A recording that was cut short on its way. Every file is checked before it is drawn, and the message says which field is wrong.',
    byProperty,
  ),
};

export const MissingFile: Story = {
  args: { src: 'traces/not-there.json' },
  parameters: about('The address leads nowhere. The message says what the server answered.'),
};

export const YourOwnErrorMessage: Story = {
  args: { src: 'traces/not-there.json' },
  render: (args) =>
    lens(args, {
      children: html`<span slot="error">
        The recording for lesson 3 is on its way. Come back on Monday.
      </span>`,
    }),
  parameters: about('The same, with words of your own in the `error` slot.'),
};
