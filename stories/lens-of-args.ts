// The lens of a story: its arguments as attributes, and its events in the panel of actions.

import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { action } from 'storybook/actions';
import '../src/elements/attn-lens/attn-lens.js';
import type { Trace, TraceFile } from '../src/runtime/trace/index.js';

export interface LensArgs {
  readonly src?: string;
  readonly layer?: number;
  readonly head?: number;
  readonly token?: number;
  readonly ignoreFirst?: boolean;
  readonly label?: string;
  readonly text?: string;
  readonly model?: string;
  readonly run?: string;
  readonly hide?: string;
  readonly view?: string;
  readonly stage?: string;
  readonly compare?: string;
  readonly predict?: boolean;
  readonly finder?: string;
  readonly average?: boolean;
  readonly threshold?: number;
  readonly ablate?: string;
  readonly address?: string;
  readonly lock?: string;
  readonly maxTokens?: number;
}

const handlers = {
  ready: action('attn-ready'),
  run: action('attn-run'),
  headChange: action('attn-head-change'),
  tokenSelect: action('attn-token-select'),
  find: action('attn-find'),
  paint: action('attn-paint'),
  ablate: action('attn-ablate'),
  predict: action('attn-predict'),
  error: action('attn-error'),
};

interface LensExtras {
  readonly trace?: Trace | TraceFile;
  readonly children?: TemplateResult;
}

/** @param extras what no attribute holds. */
export function lens(args: LensArgs, extras: LensExtras = {}): TemplateResult {
  const { trace, children } = extras;
  return html`<attn-lens
    src=${ifDefined(args.src)}
    layer=${ifDefined(args.layer)}
    head=${ifDefined(args.head)}
    token=${ifDefined(args.token)}
    ?ignore-first=${args.ignoreFirst ?? false}
    label=${ifDefined(args.label)}
    text=${ifDefined(args.text)}
    model=${ifDefined(args.model)}
    run=${ifDefined(args.run)}
    hide=${ifDefined(args.hide)}
    view=${ifDefined(args.view)}
    stage=${ifDefined(args.stage)}
    compare=${ifDefined(args.compare)}
    finder=${ifDefined(args.finder)}
    ?predict=${args.predict ?? false}
    ?average=${args.average ?? false}
    threshold=${ifDefined(args.threshold)}
    ablate=${ifDefined(args.ablate)}
    address=${ifDefined(args.address)}
    lock=${ifDefined(args.lock)}
    max-tokens=${ifDefined(args.maxTokens)}
    .trace=${trace ?? null}
    @attn-ready=${handlers.ready}
    @attn-run=${handlers.run}
    @attn-head-change=${handlers.headChange}
    @attn-token-select=${handlers.tokenSelect}
    @attn-find=${handlers.find}
    @attn-paint=${handlers.paint}
    @attn-ablate=${handlers.ablate}
    @attn-predict=${handlers.predict}
    @attn-error=${handlers.error}
    >${children ?? nothing}</attn-lens
  >`;
}
