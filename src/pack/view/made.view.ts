// The last step: how faithful the pack is, and what to do with it.

import { html, nothing, type TemplateResult } from 'lit';
import { LIMITS } from '../../convert/fidelity/limits.js';
import type { LayerFidelity, ModelFidelity } from '../../runtime/packs/manifest.js';
import { megabytes } from '../megabytes.js';
import type { MadePack, Problem } from '../wire.js';
import { problemView } from './problem.view.js';

export interface MadeStep {
  readonly pack: MadePack;
  readonly folder?: string;
  readonly zip?: 'asked' | Blob;
  readonly problem?: Problem;
}

export function madeView(step: MadeStep, actions: { zip(): void; cancel(): void }): TemplateResult {
  const { pack, problem } = step;
  const { manifest, files, bytes, integrity } = pack;
  const { id, name, tokenizer } = manifest;
  const lens =
    tokenizer === 'none'
      ? `<attn-lens model="/models/${id}"></attn-lens>`
      : `<attn-lens model="/models/${id}" text="The dog on the ship ran off, and the dog"></attn-lens>`;
  return html`<h2 tabindex="-1">${name} is ready</h2>
    ${problemView(problem)}
    ${
      pack.warnings.length > 0
        ? problemView({
            message: pack.warnings.join(' '),
            advice:
              'So far from the original, its heads may show what the model does not do. Try the other rounding, or check the checkpoint.',
          })
        : nothing
    }
    <section class="card">
      <p>${files} files, ${megabytes(bytes)}.</p>
      ${saveView(step, actions.zip)}
    </section>
    <section class="card">
      <h2>What to do next</h2>
      <ol>
        <li>
          Put the folder <code>${id}</code> on your site, as in <code>models/${id}</code>. Any static
          host will do; from another origin it must send <code>Access-Control-Allow-Origin</code>.
        </li>
        <li>
          Name it in your page:
          <pre><code>${lens}</code></pre>
        </li>
        <li>
          If nobody is to change it unnoticed, pin it by the hash of its manifest:
          <pre><code>${`<attn-model src="/models/${id}" integrity="${integrity}">\n  <attn-lens></attn-lens>\n</attn-model>`}</code></pre>
        </li>
      </ol>
    </section>
    <section class="card">
      <h2>How faithful it is</h2>
      <p>
        The pack and the original have both run ${pack.fidelity.texts} texts of ${pack.fidelity.tokens}
        tokens together, here in this browser. The limits are for all layers.
      </p>
      ${fidelityView(pack.fidelity)}
    </section>
    <button type="button" @click=${actions.cancel}>Make another</button>`;
}

function saveView({ pack, folder, zip, problem }: MadeStep, ask: () => void): TemplateResult {
  if (folder !== undefined) return html`<p>They are in <strong>${folder}</strong>.</p>`;
  if (zip === undefined || problem) {
    return html`<button type="button" class="main" @click=${ask}>Make the zip file</button>`;
  }
  if (zip === 'asked') return html`<p>The zip file is being made.</p>`;
  const name = `${pack.manifest.id}.zip`;
  return html`<a class="button main" href=${addressOf(zip)} download=${name}
    >Save ${name}, ${megabytes(zip.size)}</a
  >`;
}

/** The one zip file that has an address, which keeps it in memory. */
let shown: { readonly zip: Blob; readonly address: string } | undefined;

function addressOf(zip: Blob): string {
  if (shown?.zip !== zip) {
    if (shown) URL.revokeObjectURL(shown.address);
    shown = { zip, address: URL.createObjectURL(zip) };
  }
  return shown.address;
}

function fidelityView(fidelity: ModelFidelity): TemplateResult {
  const { layers, nextTokenDivergence } = fidelity;
  return html`<div class="table" tabindex="0" role="region" aria-label="Fidelity">
      <table>
        <caption>
          Weights of attention, layer by layer: the largest error, the mean total variation of a row,
          rows whose strongest key is another
        </caption>
        <thead>
          <tr>
            <th scope="col">layer</th>
            <th scope="col">max error</th>
            <th scope="col">mean TV</th>
            <th scope="col">flips</th>
          </tr>
        </thead>
        <tbody>
          ${layers.map((layer, index) => row(String(index), layer))}
        </tbody>
        <tbody>
          ${row('all', fidelity)} ${row('limit', LIMITS)}
        </tbody>
      </table>
    </div>
    ${
      nextTokenDivergence === undefined
        ? nothing
        : html`<p class="note">
            Next token: KL divergence ${nextTokenDivergence.toFixed(5)} nats.
          </p>`
    }`;
}

function row(name: string, { maxError, meanTotalVariation, flips }: LayerFidelity): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${maxError.toFixed(4)}</td>
    <td>${meanTotalVariation.toFixed(4)}</td>
    <td>${(100 * flips).toFixed(2)} %</td>
  </tr>`;
}
