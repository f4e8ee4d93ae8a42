'use client';

import { AttnLens } from 'attention-lens/react';
import dog from 'attention-lens/traces/dog.json';
import Link from 'next/link';
import { useRef, useState } from 'react';

export default function Page() {
  const lens = useRef<AttnLens>(null);
  const [run, setRun] = useState('');
  return (
    <main>
      <AttnLens
        ref={lens}
        trace={dog}
        layer={4}
        head={11}
        token={3}
        ignoreFirst={false}
        onAttnRun={({ trace }) => setRun(`${trace.model.name}, ${lens.current?.status}`)}
      >
        <p slot="caption">A dog on a ship.</p>
      </AttnLens>
      <output>{run}</output>
      <Link href="/elsewhere">Elsewhere</Link>
    </main>
  );
}
