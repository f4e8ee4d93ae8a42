// What the reader does, and what comes of it. Knows the worker by the wire, and no markup.

import { ConvertError } from '../convert/convert-error.js';
import { readHubAddress } from '../runtime/packs/hub-address.js';
import { checkpointFolder, type GivenFile } from './checkpoint-folder.js';
import { repositoryAddress } from './repository-address.js';
import { makeFolder, removeFolder } from './save-folder.js';
import type { PackState } from './state.js';
import type { FoundCheckpoint, PackWords, Problem, Reply, Request, Source } from './wire.js';

export class MakerController {
  #state: PackState = { step: 'choose' };
  #worker: Worker | undefined;
  /** Counts what was given: a slow disk's answer does not take the place of what was named after it. */
  #asked = 0;
  /** What a made pack is put into, and the folder that holds that. */
  #target: { readonly parent: FileSystemDirectoryHandle; readonly name: string } | undefined;
  readonly #startWorker: () => Worker;
  readonly #onChange: (state: PackState) => void;

  constructor(startWorker: () => Worker, onChange: (state: PackState) => void) {
    this.#startWorker = startWorker;
    this.#onChange = onChange;
  }

  get state(): PackState {
    return this.#state;
  }

  /** @param given may still be read from a disk. */
  async lookAtFiles(given: Promise<readonly GivenFile[]>): Promise<void> {
    const asked = ++this.#asked;
    try {
      const { name, files } = checkpointFolder(await given);
      if (asked !== this.#asked) return;
      this.#look(name, { kind: 'files', folder: name, files });
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#end();
      const message = error instanceof Error ? error.message : String(error);
      const problem =
        error instanceof ConvertError
          ? { message }
          : {
              message: `What was dropped cannot be read: ${message}`,
              advice: 'Choose the folder.',
            };
      this.#show({ step: 'choose', problem });
    }
  }

  /** @param text as somebody types or pastes it. */
  lookAtRepository(text: string): void {
    this.#asked++;
    const address = repositoryAddress(text);
    const model = address === undefined ? undefined : readHubAddress(address);
    if (address === undefined || !model) {
      const message = `“${text.trim().slice(0, 100)}” does not name a repository of Hugging Face.`;
      const advice = 'Write owner and name, as in openai-community/gpt2, or paste its address.';
      this.#show({ step: 'choose', problem: { message, advice } });
      return;
    }
    this.#look(model.id, { kind: 'repository', address });
  }

  /** @param choosing where the files go, if they are not to stay in memory. */
  async make(words: PackWords, choosing?: Promise<FileSystemDirectoryHandle>): Promise<void> {
    const { state } = this;
    if (state.step !== 'describe') return;
    const { found } = state;
    try {
      const parent = await choosing;
      const folder = parent && (await makeFolder(parent, words.id));
      this.#target = parent && { parent, name: words.id };
      this.#ask({ kind: 'make', words, ...(folder && { folder }) });
      const into = parent && { folder: `${parent.name}/${words.id}` };
      this.#show({ step: 'make', found, words, progress: { step: 'start' }, ...into });
    } catch (error) {
      // The reader has closed the dialog.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      const message = error instanceof Error ? error.message : String(error);
      this.#show({ step: 'describe', found, words, problem: { message } });
    }
  }

  zip(): void {
    if (this.#state.step !== 'made') return;
    this.#ask({ kind: 'zip' });
    this.#show({ ...this.#state, zip: 'asked' });
  }

  /** Ends the worker and begins again. What was written of a pack that is not whole is removed. */
  async cancel(): Promise<void> {
    const isPart = this.#state.step === 'make';
    this.#end();
    if (isPart) await this.#removePart();
    this.#show({ step: 'choose' });
  }

  #look(name: string, source: Source): void {
    this.#end();
    this.#ask({ kind: 'look', source });
    this.#show({ step: 'look', name });
  }

  #ask(request: Request): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(request);
  }

  #start(): Worker {
    const worker = this.#startWorker();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const why = event.message ? ` (${event.message})` : '';
      this.#refuse({
        message: `The part of this page that converts could not start or broke down${why}.`,
        advice: 'Reload the page. If this is your site: publish all files of this folder together.',
      });
    };
    return worker;
  }

  #hear(reply: Reply): void {
    const state = this.#state;
    switch (reply.kind) {
      case 'found':
        if (state.step === 'look') this.#describe(reply.found);
        break;
      case 'progress':
        if (state.step === 'make') this.#show({ ...state, progress: reply.progress });
        break;
      case 'read':
        if (state.step === 'make') this.#show({ ...state, read: reply.bytes });
        break;
      case 'made': {
        if (state.step !== 'make') break;
        const { folder } = state;
        this.#show({ step: 'made', pack: reply.pack, ...(folder && { folder }) });
        if (!folder) this.zip();
        break;
      }
      case 'zipped':
        if (state.step === 'made') this.#show({ ...state, zip: reply.zip });
        break;
      case 'refused':
        this.#refuse(reply.problem);
    }
  }

  #describe(found: FoundCheckpoint): void {
    const words: PackWords = { ...found.suggested, licence: '', rounding: 'nearest' };
    this.#show({ step: 'describe', found, words });
  }

  #refuse(problem: Problem): void {
    const state = this.#state;
    if (state.step === 'made') {
      const { zip: _, ...made } = state;
      this.#show({ ...made, problem });
      return;
    }
    this.#end();
    if (state.step === 'make') void this.#removePart();
    this.#show({ step: 'choose', problem });
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #removePart(): Promise<void> {
    const target = this.#target;
    this.#target = undefined;
    if (target) await removeFolder(target.parent, target.name);
  }

  #show(state: PackState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
