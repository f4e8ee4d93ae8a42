import 'attention-lens/preact';
import type { AttnLens } from 'attention-lens/attn-lens/element';
import dog from 'attention-lens/traces/dog.json';
import { createRef } from 'preact';

const lens = createRef<AttnLens>();

export const page = (
  <attn-model src="tiny">
    <attn-lens
      ref={lens}
      id="lens"
      class="wide"
      trace={dog}
      layer={4}
      ignore-first
      onClick={(event) => event.currentTarget.focus()}
      onattn-run={({ trace }) => console.log(trace.model.name, lens.current?.status)}
    >
      <p slot="caption">A dog on a ship.</p>
    </attn-lens>
    <head-finder for="lens" behaviour="previous" />
    <qkv-sandbox scale={2} />
  </attn-model>
);

// @ts-expect-error A layer is a number.
export const wrongLayer = <attn-lens layer="four" />;
// @ts-expect-error There is no such attribute.
export const wrongName = <attn-lens layers={4} />;
