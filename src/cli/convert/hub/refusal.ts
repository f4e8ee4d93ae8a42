// What a refusal of a hub means, and what to do about it.

import { HubError } from './hub-error.js';
import type { ModelAtHub } from './model-at-hub.js';
import { waitOf } from './retry-after.js';

/** What an answer of 400 or more means for the one who asked. */
export function refusal(model: ModelAtHub, path: string, response: Response): HubError {
  const { id, revision, hub } = model;
  const { endpoint, token } = hub;
  const { status, headers } = response;
  const answered = `${endpoint} answered ${status} for ${path} of ${id}`;
  const said = headers.get('x-error-code');
  if (said === 'GatedRepo') {
    const why = `The model is gated: accept its terms at ${endpoint}/${id}`;
    const how = token ? 'with the account of HF_TOKEN.' : 'and set HF_TOKEN to a token.';
    return new HubError('access', `${answered}. ${why} ${how}`);
  }
  if (status === 401 && !token) {
    const why = 'There is no such model, or it is private or gated.';
    return new HubError('access', `${answered}. ${why} Check the id, or set HF_TOKEN to a token.`);
  }
  if (status === 401) {
    const why = 'HF_TOKEN is not valid, or there is no such model.';
    return new HubError('access', `${answered}. ${why} Make a new token in the hub's settings.`);
  }
  if (status === 403) {
    const why = 'The token may not read it, or the terms of the model are not accepted yet.';
    return new HubError('access', `${answered}. ${why} See ${endpoint}/${id}.`);
  }
  if (status === 404) {
    const why =
      said === 'RevisionNotFound'
        ? `The model has no revision "${revision}".`
        : said === 'EntryNotFound'
          ? 'The model has no such file.'
          : `There is no model "${id}" at revision "${revision}" with this file.`;
    return new HubError('not-found', `${answered}. ${why} Check the id and --revision.`);
  }
  const busy = status === 429 || status === 503;
  const wait = waitOf(headers);
  return new HubError('hub', `${answered}${busy ? ': it is busy' : ''}.`, {
    passing: status === 408 || status === 429 || status >= 500,
    busy,
    ...(wait !== undefined && { wait }),
  });
}
