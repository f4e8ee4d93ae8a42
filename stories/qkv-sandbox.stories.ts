// <qkv-sandbox>: a story for each thing a teacher can do with it.

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { action } from 'storybook/actions';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/elements/attn-lens/attn-lens.js';
import '../src/elements/qkv-sandbox/qkv-sandbox.js';
import type { QkvSandbox, SceneFile } from '../src/elements/qkv-sandbox/qkv-sandbox.js';
import { move, press, step } from './sandbox-plays.js';

interface SandboxArgs {
  readonly src?: string;
  readonly for?: string;
  readonly tokens?: string;
  readonly scale?: number;
  readonly causal?: boolean;
  readonly goal?: string;
  readonly hide?: string;
  readonly lock?: string;
  readonly label?: string;
  readonly dimension?: number;
  readonly seed?: number;
  readonly address?: string;
}

type Story = StoryObj<SandboxArgs>;

const handlers = {
  change: action('attn-change'),
  goal: action('attn-goal'),
  error: action('attn-error'),
};

interface SandboxExtras {
  readonly scene?: SceneFile | string;
  readonly children?: TemplateResult;
}

function sandbox(args: SandboxArgs, { scene, children }: SandboxExtras = {}): TemplateResult {
  return html`<qkv-sandbox
    src=${ifDefined(args.src)}
    for=${ifDefined(args.for)}
    tokens=${ifDefined(args.tokens)}
    scale=${ifDefined(args.scale)}
    ?causal=${args.causal ?? false}
    goal=${ifDefined(args.goal)}
    hide=${ifDefined(args.hide)}
    lock=${ifDefined(args.lock)}
    label=${ifDefined(args.label)}
    dimension=${ifDefined(args.dimension)}
    seed=${ifDefined(args.seed)}
    address=${ifDefined(args.address)}
    .scene=${scene ?? null}
    @attn-change=${handlers.change}
    @attn-goal=${handlers.goal}
    @attn-error=${handlers.error}
    >${children ?? nothing}</qkv-sandbox
  >`;
}

const meta: Meta<SandboxArgs> = {
  title: 'qkv-sandbox',
  component: 'qkv-sandbox',
  tags: ['autodocs'],
  render: (args) => sandbox(args),
};

export default meta;

const about = (description: string) => ({ docs: { description: { story: description } } });

export const Start: Story = {
  play: async (context) => {
    const element = context.canvasElement.querySelector<QkvSandbox>('qkv-sandbox');
    await element?.updateComplete;
    const q = element?.renderRoot.querySelector<SVGElement>('[data-handle=q]');
    const before = element?.weights[1] ?? 1;
    // Toward k2, by keyboard: its share grows.
    q?.focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowUp}{ArrowUp}');
    await waitFor(() => expect(element?.weights[1]).toBeGreaterThan(before));
    await press('Start')(context);
  },
  parameters: about(
    'Three tokens in two dimensions. Drag q toward k2 and watch the weights, and `out` within the triangle of the values. Then drag a value.',
  ),
};

export const Moved: Story = {
  play: move('q', 'ArrowUp', 'ArrowLeft', 'ArrowLeft'),
  parameters: about(
    'After three steps of the keyboard: Tab to an object, arrows to move it, Shift for big steps, Alt+arrows to turn and stretch it. Undo takes back one step at a time; Reset comes back to the start, and can itself be undone.',
  ),
};

export const Undone: Story = {
  play: async (context) => {
    await move('k1', 'ArrowUp', 'ArrowUp')(context);
    await press('Undo')(context);
  },
  parameters: about('Two steps, one of them taken back: Redo brings it again.'),
};

// The presets

export const AimAtK2: Story = {
  play: press('Aim at k2'),
  parameters: about('q points along k2: its q·k is the largest, and `out` is pulled toward v2.'),
};

export const TwoEqualKeys: Story = {
  play: press('Two equal keys'),
  parameters: about('Equal keys get equal weights, wherever q points.'),
};

export const OppositeKey: Story = {
  play: press('Opposite key'),
  parameters: about('A key that points away gets little, and never nothing.'),
};

export const AllAlike: Story = {
  play: press('All alike'),
  parameters: about('With all keys the same, `out` is the plain average of the values.'),
};

export const Saturated: Story = {
  play: press('Saturated'),
  parameters: about('A scale far too small: one key takes all, and the gradient is gone.'),
};

export const AValueFarOut: Story = {
  play: press('A value far out'),
  parameters: about('A weight is not yet an influence: the least weighted value pulls the most.'),
};

// The scale

export const WhatTheScaleIsFor: Story = {
  args: { dimension: 512 },
  parameters: about(
    'Random queries and keys of up to 512 dimensions. Without the divisor the softmax goes one-hot and lets no gradient through; divided by √d it stays as it is. Slide the dimension; draw again.',
  ),
};

export const AnotherDraw: Story = {
  args: { dimension: 64, seed: 7 },
  parameters: about('The random vectors of a lesson can be the same for everybody: `seed`.'),
};

export const Flat: Story = {
  args: { scale: 40 },
  parameters: about(
    'A scale far too large: every key counts alike. The dial brings it back to √2.',
  ),
};

// Tokens

export const NamedTokens: Story = {
  args: { tokens: 'the cat sat' },
  parameters: about('Names instead of numbers; the reader can edit them in the table.'),
};

export const TwoTokens: Story = {
  args: { tokens: '2' },
  parameters: about(
    'With two keys the weight is a logistic function of the difference of their scores, and the gradient norm peaks where that difference is 1.5434 times the scale.',
  ),
};

export const SixTokens: Story = {
  args: { tokens: '6' },
  parameters: about('Two to six tokens: the buttons below add one and take one away.'),
};

export const CausalMask: Story = {
  args: { tokens: 'the cat sat on', causal: true },
  parameters: about(
    'The second token looks: later keys are masked, drawn in grey, and get exactly 0. Choose another token that looks.',
  ),
};

// Real numbers

export const FromGpt2: Story = {
  render: () => {
    const element = document.createElement('qkv-sandbox');
    void element.takeFromGpt2({ layer: 5, head: 5, token: 8 });
    return html`${element}`;
  },
  parameters: about(
    'One row of a real head: at the second “Smith”, head 5.5 reads “is”. The plane keeps every q·k exactly. Drag an arrow, and it is no longer GPT-2.',
  ),
};

export const NoLongerGpt2: Story = {
  render: () => {
    const element = document.createElement('qkv-sandbox');
    void element
      .takeFromGpt2({ layer: 5, head: 5, token: 8 })
      .then(() => step(element, 'q', ['ArrowDown']));
    return html`${element}`;
  },
  parameters: about(
    'The same row after q was moved: the badge says so, and the model’s own weights stay beside, as numbers and as marks on the bars.',
  ),
};

export const KeysAndOthers: Story = {
  render: (args) =>
    sandbox(args, {
      scene: {
        query: [1, 0.5],
        tokens: [
          { name: 'cat', key: [0.9, 0.4] },
          { name: 'sat', key: [-0.3, 0.8] },
        ],
        others: [{ key: [0.2, -0.9] }, { key: [-0.8, -0.4] }, { key: [-0.5, -1] }],
      },
    }),
  parameters: about(
    'A scene of keys alone has weights and no `out`. Other keys count in the sum and are not for moving: “3 other keys”.',
  ),
};

export const LinkedToALens: Story = {
  args: { for: 'lens' },
  render: (args) =>
    html`<attn-lens id="lens" src="traces/john-smith.json" layer="5" head="5" token="8" hide="live map"></attn-lens>
      <br />
      ${sandbox(args)}`,
  parameters: about(
    '“Take it from GPT-2” begins at the head and the token that the lens shows: `for` names the lens.',
  ),
};

export const VectorsOfYourOwnTrace: Story = {
  args: { src: 'traces/john-smith.json' },
  parameters: about(
    'Real numbers from another recording: any trace that names a file of its vectors.',
  ),
};

// For lessons

export const Goal: Story = {
  args: {
    goal: 'k3 > .8',
    lock: 'k v scale names tokens causal presets',
    hide: 'gpt2 files dimension tools presets',
    label: 'Make the query look at k3',
  },
  parameters: about(
    'A task: move only q until k3 has more than .8. Everything else is locked. When it is reached, the page hears `attn-goal`.',
  ),
};

export const Locked: Story = {
  args: { lock: 'k2 v dial tools presets gpt2 numbers' },
  parameters: about(
    'Nothing but q, k1 and k3 moves: `lock` takes single objects, kinds of them, and whole parts of the card.',
  ),
};

export const OnlyThePlane: Story = {
  args: { hide: 'numbers dial plot presets dimension tools gpt2 files history hint' },
  parameters: about(
    'Any part can be left out; here all but the plane, for the middle of an essay.',
  ),
};

export const OwnScene: Story = {
  render: (args) => {
    const script = document.createElement('script');
    script.type = 'application/json';
    script.textContent = JSON.stringify({
      query: [0.2, 1.2],
      tokens: [
        { name: 'dog', key: [0.1, 1.1], value: [-1, 0.6] },
        { name: 'bone', key: [1.1, 0.3], value: [1, 0.6] },
        { name: 'the', key: [-0.4, -0.5], value: [0, -1] },
      ],
      scale: 0.5,
    } satisfies SceneFile);
    return sandbox(args, { children: html`${script}` });
  },
  parameters: about('Vectors of your own, from a script child, the `scene` attribute or property.'),
};

export const FromAnAttribute: Story = {
  render: (args) =>
    sandbox(args, {
      scene: '{"query": [0, 1], "tokens": [{"key": [0, 1]}, {"key": [1, 0]}], "scale": 0.25}',
    }),
  parameters: about('The same as JSON, as it stands in a `scene` attribute.'),
};

export const SavedAsAPicture: Story = {
  render: () => {
    const element = document.createElement('qkv-sandbox');
    element.hide = 'numbers dial plot presets dimension tools gpt2 history hint';
    const image = document.createElement('img');
    image.alt = 'The plane as it was saved.';
    const save = async () => {
      await element.updateComplete;
      image.src = URL.createObjectURL(await element.toPng());
    };
    void save();
    return html`${element}${image}`;
  },
  parameters: about(
    'The plane as PNG and SVG, in the colours it has, with weights and scale below: by the buttons, or by `toPng()` and `toSvg()`. Below the plane is what was saved of it.',
  ),
};

export const InTheAddress: Story = {
  args: { address: 'sandbox' },
  parameters: about(
    'What the reader does is kept in the address of the page, so that a link carries it.',
  ),
};

// Layouts and failures

export const Dark: Story = {
  globals: { theme: 'dark' },
  parameters: about('On a dark page.'),
};

export const Narrow: Story = {
  decorators: [(story) => html`<div class="narrow">${story()}</div>`],
  parameters: about('280 pixels wide.'),
};

export const RightToLeftPage: Story = {
  decorators: [(story) => html`<div dir="rtl">${story()}</div>`],
  parameters: about('On a page that runs from right to left: the card turns, the axes stay.'),
};

export const German: Story = {
  args: { goal: 'k3 > .8', dimension: 64 },
  decorators: [(story) => html`<div lang="de">${story()}</div>`],
  parameters: about('In the language of the place it stands in.'),
};

export const LongNames: Story = {
  args: { tokens: 'the antidisestablishmentarianism wasn’t incomprehensible', causal: true },
  parameters: about(
    'Long names are cut on the plane, where there is little room, and whole in the formula.',
  ),
};

export const HugeNumbers: Story = {
  render: (args) =>
    sandbox(args, {
      scene: {
        query: [-1e6, 1e6],
        tokens: [
          { key: [1e6, 1e6], value: [1, 1] },
          { key: [1, 2], value: [-1e6, 3] },
        ],
      },
    }),
  parameters: about(
    'Coordinates up to a million: the plane is as large as its vectors, and nothing leaves its reach.',
  ),
};

export const YourOwnErrorMessage: Story = {
  render: (args) =>
    sandbox(args, {
      scene: '{"query": [1, 0.5], "tokens": [{"key": [1]}]}',
      children: html`<span slot="error">This exercise is being mended. Come back on Monday.</span>`,
    }),
  parameters: about('The same, with words of your own in the `error` slot.'),
};

export const BrokenScene: Story = {
  render: (args) => sandbox(args, { scene: '{"query": [1, 0.5], "tokens": [{"key": [1]}]}' }),
  parameters: about('A scene that cannot be read: the message says which part of it.'),
};
