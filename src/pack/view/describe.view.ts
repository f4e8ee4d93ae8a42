// The second step: what was found, what it will cost, and what only the maker knows.

import { html, nothing, type TemplateResult } from 'lit';
import { GPT2_VOCABULARY, type TokenizerChoice } from '../../convert/tokenizer/read-tokenizer.js';
import { ORT_FILES } from '../../runtime/device/ort-builds.js';
import { megabytes } from '../megabytes.js';
import { idProblem } from '../pack-id.js';
import { canChooseFolder, chooseFolder } from '../save-folder.js';
import type { FoundCheckpoint, PackWords, Problem } from '../wire.js';
import { problemView } from './problem.view.js';

const TOKENIZERS: Readonly<Record<TokenizerChoice['kind'], string>> = {
  gpt2: 'GPT-2’s own',
  bpe: 'its own, from its files',
  none: 'none: it takes token ids only',
};

export interface DescribeActions {
  make(words: PackWords, choosing?: Promise<FileSystemDirectoryHandle>): void;
  cancel(): void;
}

export function describeView(
  { found, words, problem }: { found: FoundCheckpoint; words: PackWords; problem?: Problem },
  actions: DescribeActions,
): TemplateResult {
  const handleInput = ({ currentTarget }: Event) => checkId(currentTarget as HTMLInputElement);
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const id = form.elements.namedItem('id') as HTMLInputElement;
    checkId(id);
    if (!form.reportValidity()) return;
    const { into, ...given } = readForm(form);
    actions.make(given, into === 'folder' ? chooseFolder() : undefined);
  };
  return html`<h2 tabindex="-1">2. The pack</h2>
    ${problemView(problem)} ${summaryView(found)}
    <form class="card" novalidate @submit=${handleSubmit}>
      ${field('name', 'Name, as readers see it', words.name, { hint: 'as in “GPT-2 small”' })}
      <label class="field"
        >Id, the name of its folder
        <input
          name="id"
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          .value=${words.id}
          @input=${handleInput}
      /></label>
      ${field('source', 'Where the checkpoint is from', words.source)}
      ${field('licence', 'Its licence, if you know it', words.licence, {
        optional: true,
        hint: 'as in “MIT”; it is shown with the model',
      })}
      ${tokenizerField(found)}
      <fieldset>
        <legend>Rounding to 8 bits</legend>
        ${choice('rounding', 'nearest', 'To the nearest', 'the same bytes wherever it is made', {
          checked: words.rounding === 'nearest',
        })}
        ${choice(
          'rounding',
          'inputs',
          'For the inputs that weights meet',
          'closer to the original, and takes several times as long',
          { checked: words.rounding === 'inputs' },
        )}
      </fieldset>
      <fieldset>
        <legend>Save</legend>
        ${choice(
          'into',
          'folder',
          'Into a folder of yours',
          canChooseFolder()
            ? 'asked for now; files are written as they are made'
            : 'this browser does not let a page write into a folder',
          { checked: canChooseFolder(), disabled: !canChooseFolder() },
        )}
        ${choice('into', 'zip', 'As one zip file', 'at the end; until then it is kept in memory', {
          checked: !canChooseFolder(),
        })}
      </fieldset>
      <div class="buttons">
        <button class="main">Make the pack</button>
        <button type="button" @click=${actions.cancel}>Another checkpoint</button>
      </div>
    </form>`;
}

function summaryView(found: FoundCheckpoint): TemplateResult {
  const { architecture, bytes, packBytes, revision, suggested } = found;
  const { layers, heads, vocab } = architecture;
  const read =
    revision === undefined
      ? 'are read from your disk'
      : html`will be downloaded from Hugging Face, at commit <code>${revision.slice(0, 8)}</code>`;
  return html`<p>
      <strong>${suggested.name}</strong>: a GPT-2 of ${count(layers, 'layer')} of ${count(heads, 'head')}, with
      ${vocab.toLocaleString('en')} tokens. ${megabytes(bytes)} of weights ${read}; the pack will have
      about ${megabytes(packBytes)}.
    </p>
    <p class="note">
      ${megabytes(ORT_FILES.wasm.bytes)} of onnxruntime-web, which runs the original and the pack to
      compare them, come with this page.
    </p>`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function tokenizerField({ tokenizer, architecture: { vocab } }: FoundCheckpoint): TemplateResult {
  const { kind } = tokenizer;
  return html`<label class="field"
    >Tokenizer
    <select name="tokenizer">
      <option value="">${TOKENIZERS[kind]}</option>
      ${
        kind !== 'gpt2' && vocab >= GPT2_VOCABULARY
          ? html`<option value="gpt2">${TOKENIZERS.gpt2}, whatever its files say</option>`
          : nothing
      }
      ${kind === 'none' ? nothing : html`<option value="none">${TOKENIZERS.none}</option>`}
    </select>
    ${
      tokenizer.kind === 'none'
        ? html`<span class="hint">${tokenizer.why} Readers cannot type a text.</span>`
        : nothing
    }</label
  >`;
}

function field(
  name: string,
  label: string,
  value: string,
  { hint, optional = false }: { readonly hint?: string; readonly optional?: boolean } = {},
): TemplateResult {
  return html`<label class="field"
    >${label}
    <input
      name=${name}
      ?required=${!optional}
      autocomplete="off"
      maxlength="300"
      .value=${value}
    />${hint ? html`<span class="hint">${hint}</span>` : nothing}</label
  >`;
}

function choice(
  name: string,
  value: string,
  label: string,
  hint: string,
  { checked, disabled = false }: { readonly checked: boolean; readonly disabled?: boolean },
): TemplateResult {
  return html`<label class="choice"
    ><input type="radio" name=${name} value=${value} .checked=${checked} ?disabled=${disabled} /><span
      >${label}<span class="hint">${hint}</span></span
    ></label
  >`;
}

function checkId(input: HTMLInputElement): void {
  input.setCustomValidity(idProblem(input.value.trim()) ?? '');
}

function readForm(form: HTMLFormElement): PackWords & { readonly into: string } {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const wish = text('tokenizer');
  return {
    ...{ id: text('id'), name: text('name'), source: text('source'), licence: text('licence') },
    ...(wish === 'gpt2' || wish === 'none' ? { tokenizer: wish } : {}),
    rounding: text('rounding') === 'inputs' ? 'inputs' : 'nearest',
    into: text('into'),
  };
}
