import { Link } from 'react-router';

export default function Page() {
  return (
    <main>
      <h1>Elsewhere</h1>
      <Link to="/">Component</Link> <Link to="/plain">Plain</Link>
    </main>
  );
}
