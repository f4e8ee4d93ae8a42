// Defines <attn-term>.

import { defineElement } from '../shared/define.js';
import { AttnTerm } from './attn-term.element.js';

export * from './attn-term.element.js';
export { findTerm, GLOSSARY, type GlossaryEntry } from './glossary.js';

defineElement('attn-term', AttnTerm);

declare global {
  interface HTMLElementTagNameMap {
    'attn-term': AttnTerm;
  }
}
