// Which models there is published work on.

import type { TraceModel } from '../../trace/index.js';
import { lists, tables } from './gpt2-small.js';
import type { Published } from './published.js';

/** Published work on this model; `null` where none is known. */
export function publishedFor({ id, layers, heads }: TraceModel): Published | null {
  return id === 'gpt2' && layers === 12 && heads === 12 ? { tables, lists } : null;
}
