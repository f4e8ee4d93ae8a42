import { AttnLens } from 'attention-lens/react';
import dog from 'attention-lens/traces/dog.json';
import Link from 'next/link';

export default function Page() {
  return (
    <main>
      <AttnLens trace={dog} layer={4} head={11} token={3} />
      <Link href="/elsewhere">Elsewhere</Link>
    </main>
  );
}
