// The rows of small controls: scenes to start from; how many tokens, the mask, and files.

import { html, nothing, type TemplateResult } from 'lit';
import { keyName } from './names.js';
import { PRESETS } from './presets.js';
import { presetWords, words } from './qkv-sandbox.terms.js';
import { MAX_TOKENS, MIN_TOKENS, type Scene } from './scene.js';

/**
 * @param start the scene that the page asked for.
 * @param isLocked whether the reader cannot go to a scene.
 * @param dimensionOpen whether the panel of the dimension slider is open; `null` where there is none.
 */
export function presets(
  chosen: string | null,
  start: Scene,
  isLocked: (scene: Scene) => boolean,
  dimensionOpen: boolean | null,
): TemplateResult {
  const pill = (id: string, name: string, scene: Scene) =>
    html`<button
      type="button"
      part="preset"
      class="pill"
      data-do="preset"
      data-value=${id}
      aria-pressed=${chosen === id}
      ?disabled=${isLocked(scene)}
    >
      ${name}
    </button>`;
  return html`<div class="presets" part="presets" role="group" aria-label=${words.presets}>
    ${pill('start', words.start, start)} ${PRESETS.map(({ id, scene }) => pill(id, presetWords[id].name, scene))}
    ${
      dimensionOpen === null
        ? nothing
        : html`<button type="button" class="pill" data-do="dimension" aria-expanded=${dimensionOpen}>
            ${words.dimension}
          </button>`
    }
  </div>`;
}

/** @param isLocked whether the reader cannot change a part. */
export function tools(
  scene: Scene,
  hasTools: boolean,
  hasFiles: boolean,
  isLocked: (part: string) => boolean,
): TemplateResult {
  return html`<div class="tools" part="tools">
    ${hasTools ? tokenTools(scene, isLocked) : nothing}
    ${
      hasFiles
        ? html`<span class="files">
            ${words.save}
            <button type="button" data-do="save" data-value="png">PNG</button>
            <button type="button" data-do="save" data-value="svg">SVG</button>
          </span>`
        : nothing
    }
  </div>`;
}

function tokenTools(scene: Scene, isLocked: (part: string) => boolean): TemplateResult {
  const count = scene.tokens.length;
  const step = (action: string, sign: string, name: string, end: boolean) =>
    html`<button type="button" data-do=${action} aria-label=${name} ?disabled=${end || isLocked('tokens')}>${sign}</button>`;
  return html`<span class="stepper" role="group" aria-label=${words.tokens}>
      ${step('fewer', '−', words.fewer, count <= MIN_TOKENS)}
      <output>${count} ${words.tokens}</output>
      ${step('more', '+', words.more, count >= MAX_TOKENS)}
    </span>
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        data-which="causal"
        .checked=${scene.causal}
        ?disabled=${isLocked('causal')}
      />
      ${words.causal}
    </label>
    ${
      scene.causal
        ? html`<label
            >${words.looks}<select data-which="position" ?disabled=${isLocked('causal')}>
              ${scene.tokens.map(
                (token, index) =>
                  html`<option value=${index} .selected=${index === scene.position}>
                    ${keyName(token, index).replace(/^k(?=\d$)/, '')}
                  </option>`,
              )}
            </select></label
          >`
        : nothing
    }`;
}
