// A scene that the page gives.

import { describe, expect, test, vi } from 'vitest';
import { button, click, find, press, resetPage, show, text } from './testing/sandbox.js';

resetPage();

describe('a scene of one’s own', () => {
  const own = {
    query: [0, 2],
    tokens: [
      { name: 'up', key: [0, 3], value: [1, 0] },
      { name: 'down', key: [0, -3], value: [-1, 0] },
    ],
    scale: 4,
  };

  test.each(['attribute', 'child', 'property'])('comes from its %s', async (way) => {
    const json = JSON.stringify(own);
    const sandbox = await show(
      way === 'attribute' ? { scene: json } : {},
      way === 'child' ? `<script type="application/json">${json}</script>` : '',
    );
    if (way === 'property') sandbox.scene = own as never;
    await sandbox.updateComplete;
    expect(sandbox.weights[0]).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
    expect(text(sandbox, '.sentence')).toBe(
      'q·k is the largest for up, so v(up) has the most say in out.',
    );
    expect(button(sandbox, 'Start').ariaPressed).toBe('true');
    await press(sandbox, 'q', '{ArrowLeft}');
    expect(button(sandbox, 'Start').ariaPressed).toBe('false');
    await click(sandbox, 'Reset');
    expect(sandbox.scene).toMatchObject(own);
  });

  test.each([{ scene: JSON.stringify(own) }, { tokens: '4' }, { scale: '.5' }, { causal: '' }])(
    'is the first that is seen: %j',
    async (attributes) => {
      const sandbox = document.createElement('qkv-sandbox');
      for (const [name, value] of Object.entries(attributes)) sandbox.setAttribute(name, value);
      document.body.append(sandbox);
      const seen = new Set<string>();
      const observer = new MutationObserver(() => {
        const badge = sandbox.renderRoot.querySelector('.badge');
        if (badge) seen.add(badge.textContent ?? '');
      });
      observer.observe(sandbox.renderRoot, { childList: true, subtree: true, characterData: true });
      await sandbox.updateComplete;
      await new Promise(requestAnimationFrame);
      observer.disconnect();
      expect([...seen]).toEqual([find(sandbox, '.badge').textContent]);
      expect([...seen][0]).not.toBe('weights 0.55 / 0.31 / 0.13');
    },
  );

  test.each([
    ['{', 'scene', /is not JSON/],
    ['{"query":[1,0]}', 'scene', /tokens must be a list of 2 to 6 tokens/],
    ['{"query":[1],"tokens":[]}', 'scene', /query must be two numbers/],
    ['{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,"x"]}]}', 'scene', /tokens\[1\]\.key\[1\]/],
    [
      '{"query":[1,0],"tokens":[{"key":[0,1],"value":[0,1]},{"key":[0,1]}]}',
      'scene',
      /all have a `value`/,
    ],
    ['{"query":[1e308,0],"tokens":[{"key":[0,1]},{"key":[0,1]}]}', 'scene', /query\[0\] must be/],
    ['{"query":["1",0],"tokens":[{"key":[0,1]},{"key":[0,1]}]}', 'scene', /query\[0\] must be/],
    ['{"query":[null,0],"tokens":[{"key":[0,1]},{"key":[0,1]}]}', 'scene', /query\[0\] must be/],
    [`{"query":[1,0],"tokens":[${Array(7).fill('{"key":[0,1]}')}]}`, 'scene', /but has 7/],
    ['{"__proto__":{"query":[1,0],"tokens":[]}}', 'scene', /query must be two numbers/],
    [
      '{"query":[1,0],"tokens":[{"__proto__":{"key":[0,1]}},{"key":[0,1]}]}',
      'scene',
      /tokens\[0\]\.key/,
    ],
    ['{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,1]}],"scale":-1}', 'scene', /scale must be/],
    [
      '{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,1]}],"dimension":"2"}',
      'scene',
      /dimension must be/,
    ],
    [
      '{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,1]}],"causal":"yes"}',
      'scene',
      /causal must be true or false/,
    ],
    ['[1,2]', 'scene', /must be an object/],
  ])(
    'that is wrong is refused by name, and the last good one stays: %s',
    async (json, code, message) => {
      const sandbox = await show();
      const heard = vi.fn();
      sandbox.addEventListener('attn-error', ({ error }) => heard(error));
      sandbox.setAttribute('scene', json);
      await sandbox.updateComplete;
      expect(heard).toHaveBeenCalledOnce();
      expect(heard.mock.calls[0]?.[0]).toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
      expect(text(sandbox, '.error')).toMatch(message);
      expect(sandbox.matches(':state(error)')).toBe(true);
      expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
    },
  );
});

test('a scene with a hole among its tokens is refused by name', async () => {
  const tokens = Object.assign(new Array(2), { 1: { key: [0, 1] } });
  const sandbox = await show();
  sandbox.scene = { query: [1, 0], tokens };
  await sandbox.updateComplete;
  expect(sandbox.error?.message).toMatch('tokens[0] must be an object');
});
