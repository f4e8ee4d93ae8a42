import 'attention-lens/attn-lens';
import 'attention-lens/react';
import type { AttnLens } from 'attention-lens/attn-lens/element';
import dog from 'attention-lens/traces/dog.json';
import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const lens = useRef<AttnLens>(null);
  const [run, setRun] = useState('');
  return (
    <>
      <attn-lens
        ref={lens}
        trace={dog}
        layer={4}
        head={11}
        token={3}
        className="wide"
        style={{ maxWidth: 900 }}
        onKeyDown={(event) => event.currentTarget.status}
        onattn-run={({ trace }) => setRun(`${trace.model.name}, ${lens.current?.status}`)}
      />
      <output>{run}</output>
    </>
  );
}

// Both names of the attribute.
export const classed = <attn-model class="wide" />;

// What is wrong is found before it runs.
// @ts-expect-error A layer is a number.
export const wrong = <attn-lens layer="four" />;

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
