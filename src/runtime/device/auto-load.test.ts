import { expect, test } from 'vitest';
import { mayAutoLoad } from './auto-load.js';

const TINY = 7_500_000;
const GPT2 = 126_000_000;

const desktop = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', deviceMemory: 8 };

test.each([
  ['asks to save data', { ...desktop, connection: { saveData: true } }],
  ['has little memory', { ...desktop, deviceMemory: 2 }],
  [
    'is a phone',
    { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148' },
  ],
  [
    'is an iPad that calls itself a Mac',
    { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari', maxTouchPoints: 5 },
  ],
  ['says that it is a phone', { ...desktop, userAgentData: { mobile: true } }],
])(
  'on a device that %s a large model waits for the reader, a small one does not',
  (_name, navigator) => {
    expect(mayAutoLoad(GPT2, { navigator })).toBe(false);
    expect(mayAutoLoad(TINY, { navigator })).toBe(true);
  },
);

test.each([
  [desktop],
  [{ ...desktop, userAgentData: { mobile: false }, connection: {} }],
  [{ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari', maxTouchPoints: 0 }],
  [{}],
])('elsewhere it may start by itself: %j', (navigator) => {
  expect(mayAutoLoad(GPT2, { navigator })).toBe(true);
});
