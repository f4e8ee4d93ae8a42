// <attn-model>: one model for all widgets inside it.

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { action } from 'storybook/actions';
import '../src/elements/attn-lens/attn-lens.js';
import '../src/elements/attn-model/attn-model.js';
import type { DevicePreference } from '../src/runtime/index.js';

interface ModelArgs {
  readonly src?: string;
  readonly device?: DevicePreference;
  readonly integrity?: string;
}

type Story = StoryObj<ModelArgs>;

const handlers = { progress: action('attn-progress'), error: action('attn-error') };

const meta: Meta<ModelArgs> = {
  title: 'attn-model',
  component: 'attn-model',
  tags: ['autodocs'],
  render: ({ src, device, integrity }) => html`<attn-model
    src=${ifDefined(src)}
    device=${ifDefined(device)}
    integrity=${ifDefined(integrity)}
    @attn-progress=${handlers.progress}
    @attn-error=${handlers.error}
  >
    <attn-lens label="First lens" text="one two one" hide="map"></attn-lens>
    <attn-lens label="Second lens" text="red blue red" hide="map"></attn-lens>
  </attn-model>`,
};

export default meta;

const about = (description: string) => ({ docs: { description: { story: description } } });

export const TwoLensesOneModel: Story = {
  args: { src: 'tiny' },
  parameters: about(
    'Run one of the two: the model is loaded once, and the other finds it ready. The actions panel shows `attn-progress`.',
  ),
};

export const OnWasm: Story = {
  args: { src: 'tiny', device: 'wasm' },
  parameters: about('`device` holds it to WASM, also where there is a GPU.'),
};

export const UnknownModel: Story = {
  args: { src: 'gpt9' },
  parameters: about('A model that there is not: `attn-error` says what is known.'),
};

export const WithIntegrity: Story = {
  args: { src: 'tiny', integrity: 'sha256-0000000000000000000000000000000000000000000=' },
  parameters: about(
    'The manifest must hash to this, as with a script tag. Here it does not: run one, and the lens says that the model is not the one that was asked for.',
  ),
};
