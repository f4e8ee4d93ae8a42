import 'attention-lens/attn-lens';
import 'attention-lens/solid';
import type { AttnLens } from 'attention-lens/attn-lens/element';
import dog from 'attention-lens/traces/dog.json';
import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';

function App() {
  let lens!: AttnLens;
  const [run, setRun] = createSignal('');
  return (
    <>
      <attn-lens
        ref={lens}
        class="wide"
        trace={dog}
        layer={4}
        head={11}
        token={3}
        on:attn-run={({ trace }) => setRun(`${trace.model.name}, ${lens.status}`)}
      />
      <output>{run()}</output>
    </>
  );
}

// What is wrong is found before it runs.
// @ts-expect-error A layer is a number.
export const wrong = <attn-lens layer="four" />;

const root = document.getElementById('root');
if (root) render(() => <App />, root);
