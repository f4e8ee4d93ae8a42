// The glossary of the stand-alone page: the list at its end, which those read who have no script or hold a print in their hands.
// The build puts this in the place of the library's own, whose words would be in the page twice.

import type { GlossaryEntry } from '../../src/elements/attn-term/glossary.js';

const names = document.querySelectorAll<HTMLElement>('.glossary dt');

export const GLOSSARY: Readonly<Record<string, GlossaryEntry>> = Object.fromEntries(
  [...names].map((name) => [
    name.dataset.term,
    { name: name.textContent, definition: name.nextElementSibling?.textContent },
  ]),
);
