import { expect, test } from 'vitest';
import { Hub } from './hub.js';
import { refusal } from './refusal.js';

const MODEL = { id: 'you/gpt', revision: 'main', folder: '' };

function refused(status: number, code?: string, token?: string) {
  const response = new Response(null, { status, headers: code ? { 'x-error-code': code } : {} });
  const hub = new Hub({ endpoint: 'https://hub.example', ...(token && { token }) });
  return refusal({ ...MODEL, hub }, 'config.json', response);
}

test.each([
  [401, 'RepoNotFound', undefined, 'access', /private or gated.*HF_TOKEN/],
  [401, 'RepoNotFound', 'hf_x', 'access', /HF_TOKEN is not valid/],
  [
    401,
    'GatedRepo',
    undefined,
    'access',
    /accept its terms at https:\/\/hub.example\/you\/gpt.*set/,
  ],
  [403, 'GatedRepo', 'hf_x', 'access', /accept its terms.*the account of HF_TOKEN/],
  [403, undefined, 'hf_x', 'access', /The token may not read it/],
  [404, 'RevisionNotFound', undefined, 'not-found', /no revision "main"/],
  [404, 'EntryNotFound', undefined, 'not-found', /no such file/],
  [404, 'RepoNotFound', undefined, 'not-found', /no model "you\/gpt"/],
  [418, undefined, undefined, 'hub', /answered 418 for config.json of you\/gpt/],
] as const)('explains %d %s with token %s', (status, code, token, errorCode, message) => {
  const error = refused(status, code, token);
  expect(error).toMatchObject({ code: errorCode, passing: false });
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('hf_x');
});

test.each([408, 429, 500, 503])('%d may pass', (status) => {
  expect(refused(status).passing).toBe(true);
});
