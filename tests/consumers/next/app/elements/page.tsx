'use client';

import 'attention-lens';
import 'attention-lens/react';

// Every element as a plain tag, with attributes and with none.
export default function Page() {
  return (
    <main>
      <attn-model src="tiny">
        <attn-lens id="lens" src="/dog.json" layer={4} head={11} token={3} />
        <head-finder for="lens" behaviour="previous" />
        <attn-lens text="The dog" />
        <head-finder src="/dog.json" />
      </attn-model>
      <qkv-sandbox />
      <qkv-sandbox tokens="a b c" scale={2} />
      <p>
        The <attn-term>softmax</attn-term>.
      </p>
    </main>
  );
}
