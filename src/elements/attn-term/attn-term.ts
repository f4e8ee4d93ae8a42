// Defines <attn-term>.

import { AttnTerm } from './attn-term.element.js';

export * from './attn-term.element.js';
export { findTerm } from './find-term.js';
export { GLOSSARY, type GlossaryEntry } from './glossary.js';

AttnTerm.define();

declare global {
  interface HTMLElementTagNameMap {
    'attn-term': AttnTerm;
  }
}
