import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readState, writeState } from './share-state.js';

test('any text comes back, but for halves of pairs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
      expect(readState(writeState({ live: text, layer: '5' }))).toEqual({
        live: whole,
        layer: '5',
      });
    }),
  );
});

test('needs no escaping in an address, so that it stays as it is whoever writes the address anew', () => {
  const state = writeState({ live: 'a b&c=d#e;f:g~h%i"j', token: '3' });
  expect(state).toMatch(/^[\w.:;~-]+$/);
});

test('what is no state says nothing', () => {
  expect(readState('')).toEqual({});
  expect(readState('layer;head:;<script>:1')).toEqual({ head: '' });
  expect(readState('live:~ZZ')).toEqual({ live: '' });
});
