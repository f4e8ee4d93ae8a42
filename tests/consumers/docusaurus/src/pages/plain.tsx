import Link from '@docusaurus/Link';
import 'attention-lens/attn-lens';
import 'attention-lens/react';
import type { AttnLens, AttnRunEvent } from 'attention-lens/attn-lens';
import dog from 'attention-lens/traces/dog.json';

import { useEffect, useRef, useState } from 'react';

export default function Page() {
  const ref = useRef<AttnLens>(null);
  const [run, setRun] = useState('');
  useEffect(() => {
    const lens = ref.current;
    if (!lens) return;
    lens.trace = dog;
    const handleRun = ({ trace }: AttnRunEvent) => setRun(`${trace.model.name}, ${lens.status}`);
    lens.addEventListener('attn-run', handleRun);
    return () => lens.removeEventListener('attn-run', handleRun);
  }, []);
  return (
    <main>
      <attn-lens ref={ref} layer={4} head={11} token={3} />
      <output>{run}</output>
      <Link to="/elsewhere">Elsewhere</Link>
    </main>
  );
}
