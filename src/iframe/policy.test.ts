import { expect, test } from 'vitest';
import { policyOf } from './policy.js';

test('names the folder of the page, not an origin that a sandbox takes away', () => {
  const policy = policyOf('https://course.example/lens/dist/embed/index.html?trace=dog#x', {
    anyServer: false,
  });
  expect(policy).toMatch("script-src https://course.example/lens/dist/embed/ 'wasm-unsafe-eval';");
  expect(policy).toMatch(
    'connect-src https://course.example https://huggingface.co https://*.hf.co;',
  );
  expect(policy).not.toMatch("'self'");
});

test('the name of a folder adds no source and no directive', () => {
  const policy = policyOf("https://a.example/x;script-src *, y 'unsafe-eval'/index.html", {
    anyServer: false,
  });
  expect(policy).toMatch(
    "script-src https://a.example/x%3Bscript-src%20*%2C%20y%20'unsafe-eval'/ '",
  );
});

test('lets files come from any server where the address names one', () => {
  const policy = policyOf('https://a.example/index.html', { anyServer: true });
  expect(policy).toMatch(
    'connect-src https://a.example https://huggingface.co https://*.hf.co https:;',
  );
});
