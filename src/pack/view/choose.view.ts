// The first step: a folder, its files, or a repository.

import { html, type TemplateResult } from 'lit';
import type { GivenFile } from '../checkpoint-folder.js';
import { chosenFiles, droppedFiles } from '../given-files.js';
import type { Problem } from '../wire.js';
import { problemView } from './problem.view.js';

export interface ChooseActions {
  lookAtFiles(given: Promise<readonly GivenFile[]>): void;
  lookAtRepository(text: string): void;
}

export function chooseView(problem: Problem | undefined, actions: ChooseActions): TemplateResult {
  const handleChange = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    const files = chosenFiles(input.files);
    // So that the same folder can be chosen again.
    input.value = '';
    if (files.length > 0) actions.lookAtFiles(Promise.resolve(files));
  };
  const handleDrag = (event: DragEvent) => {
    event.preventDefault();
    mark(event, event.type !== 'dragleave');
  };
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    mark(event, false);
    if (event.dataTransfer) actions.lookAtFiles(droppedFiles(event.dataTransfer));
  };
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    actions.lookAtRepository(String(form.get('repository')));
  };
  return html`<h2 tabindex="-1">1. The checkpoint</h2>
    ${problemView(problem)}
    <section
      class="card drop"
      aria-label="Checkpoint folder"
      @dragenter=${handleDrag}
      @dragover=${handleDrag}
      @dragleave=${handleDrag}
      @drop=${handleDrop}
    >
      <p>
        Drop the folder here, or choose it. It holds <code>config.json</code> and
        <code>model.safetensors</code>, as <code>save_pretrained</code> writes them.
      </p>
      <div class="buttons">
        <label class="button main"
          >Choose the folder
          <input type="file" name="folder" webkitdirectory @change=${handleChange}
        /></label>
        <label class="button"
          >Choose its files
          <input type="file" name="files" multiple @change=${handleChange}
        /></label>
      </div>
    </section>
    <form class="card" @submit=${handleSubmit}>
      <label class="field"
        >Or a repository on Hugging Face
        <input
          name="repository"
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          placeholder="openai-community/gpt2"
          aria-describedby="repository-hint"
        /><span class="hint" id="repository-hint"
          >owner/name, with @revision and #folder if you like; or the address of its page</span
        ></label
      >
      <button>Look up its size</button>
    </form>`;
}

function mark({ currentTarget }: DragEvent, isOver: boolean): void {
  (currentTarget as Element).classList.toggle('over', isOver);
}
