// The sentences that people read in a file: all of Markdown but its code; of a script, the comments and the strings. It goes by
// lines and knows no grammar: a comment in a stylesheet inside a template counts too, and a string over several lines does not.

import { isMarkdown } from './idioms.js';

export function sentencesOf(path: string, text: string): string[] {
  const blocks = isMarkdown(path) ? markdownBlocks(text) : scriptBlocks(text);
  return blocks
    .flatMap((block) => block.replace(/\s+/g, ' ').split(/(?<=[.!?]) /))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.includes(' '));
}

/** Paragraphs, items of lists and cells of tables. */
function markdownBlocks(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, '').replace(/<!--.*?-->/gs, '');
  return prose.split(/\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.)\s)|(?<!\\)\|/);
}

const COMMENT_LINE = /^\s*(?:\/\/+|\/\*+|\*)(?!\/)(?:\s(.*?))?\s*(?:\*\/)?\s*$/;
const STRINGS = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;

/** Neighbouring lines of comment, up to an empty line or a tag of a docstring; and every string. */
function scriptBlocks(text: string): string[] {
  const blocks: string[] = [];
  let comment = '';
  const endComment = () => {
    blocks.push(comment);
    comment = '';
  };
  for (const line of text.split('\n')) {
    const isComment = COMMENT_LINE.exec(line);
    if (isComment) {
      const [, words = ''] = isComment;
      if (words === '' || words.startsWith('@')) endComment();
      comment += ` ${words}`;
      continue;
    }
    endComment();
    const [, code = '', behind = ''] = /^(.*?)(?:\s\/\/\s(.*))?$/.exec(line) ?? [];
    for (const [, single, double, template] of code.matchAll(STRINGS)) {
      blocks.push(single ?? double ?? template ?? '');
    }
    blocks.push(behind);
  }
  endComment();
  return blocks;
}
