// The panel of the export drawer.

import { html, nothing, type TemplateResult } from 'lit';
import { words } from './export.terms.js';

/** What can be saved, and as what it is copied. */
export type FileKind = 'png' | 'svg' | 'json' | 'csv';
export type CodeKind = 'script' | 'frame';

interface ExportPanel {
  /** A link to this state; `null` where there is none. */
  readonly link: string | null;
  readonly codeKind: CodeKind;
  /** `null` where there is none of this kind. */
  readonly code: string | null;
  /** Whoever has the code runs the model for the numbers. */
  readonly runs: boolean;
  /** The reader has yet to guess what files would tell. */
  readonly asking: boolean;
  /** What was just done, or why it was not. */
  readonly message: string;
  readonly onSave: (kind: FileKind) => void;
  readonly onCopy: (text: string) => void;
  readonly onCodeKind: (kind: CodeKind) => void;
}

const FILES: readonly FileKind[] = ['png', 'svg', 'json', 'csv'];

export function exportPanel(panel: ExportPanel): TemplateResult {
  const { link, code, codeKind, message } = panel;
  const choice = (kind: CodeKind, name: string) =>
    html`<button type="button" aria-pressed=${kind === codeKind} @click=${() => panel.onCodeKind(kind)}>
      ${name}
    </button>`;
  return html`<div class="export">
    <div class="row" role="group" aria-label=${words.saveAs}>
      <span>${words.saveAs}</span>
      ${FILES.map(
        (kind) => html`<button
          type="button"
          class="plain"
          data-save=${kind}
          title=${words.files[kind]}
          ?disabled=${panel.asking}
          @click=${() => panel.onSave(kind)}
        >
          ${kind.toUpperCase()}
        </button>`,
      )}
    </div>
    ${panel.asking ? html`<p class="note">${words.guessFirst}</p>` : nothing}
    ${
      link === null
        ? nothing
        : html`<div class="row">
            <label>${words.linkToThis}<input class="code" data-link readonly .value=${link} @focus=${selectAll} /></label>
            <button type="button" class="plain" data-copy="link" aria-label=${words.copyLink} @click=${() => panel.onCopy(link)}>
              ${words.copy}
            </button>
          </div>`
    }
    <div class="row">
      <span>${words.embed}</span>
      <div class="views" role="group" aria-label=${words.embed}>
        ${choice('script', words.scriptTag)} ${choice('frame', words.frame)}
      </div>
    </div>
    ${
      code === null
        ? html`<p class="note">${words.noFrame}</p>`
        : html`<div class="row">
            <textarea
              class="code"
              data-code
              readonly
              rows="4"
              aria-label=${words.embedCode}
              .value=${code}
              @focus=${selectAll}
            ></textarea>
            <button type="button" class="plain" data-copy="code" aria-label=${words.copyCode} @click=${() => panel.onCopy(code)}>
              ${words.copy}
            </button>
          </div>`
    }
    ${panel.runs && code !== null ? html`<p class="note">${words.liveFrame}</p>` : nothing}
    <p class="note" role="status">${message}</p>
  </div>`;
}

const selectAll = (event: Event) => (event.target as HTMLInputElement).select();
