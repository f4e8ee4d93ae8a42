// Code that stories show in place of what Storybook would write down. `tests/guides.test.ts` runs it.

import spaceship from '../traces/spaceship.json' with { type: 'json' };

/** How a page gives a lens a trace that it has at hand. */
export const byProperty = `<attn-lens></attn-lens>
<script type="module">
  const file = await fetch('traces/both-ways.json');
  document.querySelector('attn-lens').trace = await file.json();
</script>`;

/** How a trace stands in the page itself. */
export const inline = `<attn-lens layer="4" head="3" token="4">
  <script type="application/json">
    ${JSON.stringify(spaceship)}
  </script>
</attn-lens>`;
