// The page of an iframe: shows the widgets that its address asks for. One classic script, for in a sandboxed iframe the page has
// an origin of its own and may load nothing that asks for CORS, module scripts first of all.

import '../index.js';
import type { AttnLens } from '../elements/attn-lens/attn-lens.element.js';
import type { HeadFinder } from '../elements/head-finder/head-finder.element.js';
import { getRuntime } from '../runtime/index.js';
import { loadTrace, parseTrace, setTraceRequest, type Trace } from '../runtime/trace/index.js';
import { reportHeight } from './height.js';
import { originNote } from './origin-note.js';
import {
  beyond,
  type EmbedRequest,
  hasForeignWords,
  namesServers,
  readParameters,
  type TracePlace,
} from './parameters.js';
import { setPolicy } from './policy.js';
import { loadRecording, recordingAddress } from './recording.js';

// Only reads the address: nothing of it is on the page, or asked for, before the policy is.
const request = readParameters(location.search, location.href);
setPolicy({ anyServer: namesServers(request) });

// Traces and models only from where the address says, and as a stranger: nothing of the reader's goes along. A hub's files are
// asked for by rules of their own, since a hub sends on to other servers.
const asStranger = {
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
} as const;
setTraceRequest(asStranger);
getRuntime().configure({ request: asStranger });

const LENS_ID = 'lens';

/** Something of the page went wrong: a sentence above the widgets, which stay. */
function showProblem(problem: string): void {
  const line = document.createElement('p');
  line.setAttribute('role', 'alert');
  line.className = 'problem';
  // Whatever the page's language: these sentences are in English only.
  line.lang = 'en';
  line.textContent = problem;
  document.querySelector('main')?.before(line);
}

async function readTrace(place: TracePlace): Promise<Trace> {
  if (place.recording) {
    return parseTrace(await loadRecording(place.recording), recordingAddress(place.recording));
  }
  return loadTrace(place.url);
}

/** What stands in the page where the address names no trace: a lens with nothing in it would tell nobody what it is. */
function placeOf({ trace, widgets }: EmbedRequest): TracePlace | undefined {
  if (trace) return trace;
  const text = widgets.some(({ attributes }) => attributes.has('text'));
  const needed = widgets.some(({ tag }) => tag !== 'qkv-sandbox');
  return needed && !text ? { recording: 'dog' } : undefined;
}

async function show(request: EmbedRequest): Promise<void> {
  const { documentElement: page } = document;
  page.classList.add(request.theme);
  if (request.lang) page.lang = request.lang;

  const main = document.createElement('main');
  const model = document.createElement('attn-model');
  if (request.model) model.src = request.model;
  main.append(model);
  const linked = request.widgets.some(({ tag }) => tag === 'attn-lens');
  const readers: (AttnLens | HeadFinder)[] = [];
  for (const { tag, attributes } of request.widgets) {
    const widget = document.createElement(tag);
    for (const [name, value] of attributes) widget.setAttribute(name, value);
    if (tag === 'attn-lens') {
      widget.id = LENS_ID;
      // Its own, too, so that a reader who takes the lens along takes the model along.
      if (request.model) widget.setAttribute('model', request.model);
      readers.push(widget as AttnLens);
    } else if (linked) {
      widget.setAttribute('for', LENS_ID);
    } else if (tag === 'head-finder') {
      readers.push(widget as HeadFinder);
    }
    model.append(widget);
  }
  document.body.append(main);
  if (hasForeignWords(request)) main.append(originNote(page.lang, location.host));
  for (const problem of request.problems) showProblem(problem);
  reportHeight();

  const place = placeOf(request);
  if (!place) return;
  try {
    const trace = await readTrace(place);
    for (const reader of readers) reader.trace = trace;
    for (const { tag, attributes } of request.widgets) {
      if (tag === 'attn-lens')
        for (const problem of beyond(trace, attributes)) showProblem(problem);
    }
  } catch (error) {
    showProblem((error as Error).message);
  }
}

void show(request);
