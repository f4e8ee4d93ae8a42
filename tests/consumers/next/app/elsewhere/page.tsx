import Link from 'next/link';

export default function Page() {
  return (
    <main>
      <h1>Elsewhere</h1>
      <Link href="/">Component</Link> <Link href="/server">Server</Link>{' '}
      <Link href="/plain">Plain</Link>
    </main>
  );
}
