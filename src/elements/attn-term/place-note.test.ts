import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, distanceTo, placeNote } from './place-note.js';

const viewport = { width: 1200, height: 800 };
const note = { width: 280, height: 100 };
const box = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('it stands beside the paragraph where there is room, at the height of the line', () => {
  const place = placeNote(viewport, box(100, 200, 600, 300), box(300, 260, 80, 20), note);
  expect(place).toMatchObject({ left: 708, top: 260 });
});

test('on the other side where only that one has room', () => {
  const place = placeNote(viewport, box(400, 200, 700, 300), box(500, 260, 80, 20), note);
  expect(place).toMatchObject({ left: 112, top: 260 });
});

test('above the paragraph on a narrow screen, below where there is no room above', () => {
  const phone = { width: 360, height: 640 };
  const line = box(200, 340, 60, 20);
  expect(placeNote(phone, box(16, 300, 328, 120), line, note)).toMatchObject({
    left: 72,
    top: 192,
  });
  const high = box(16, 20, 328, 120);
  expect(placeNote(phone, high, box(20, 40, 60, 20), note)).toMatchObject({ left: 20, top: 148 });
});

test('above the line where the paragraph fills the screen', () => {
  const phone = { width: 360, height: 640 };
  const place = placeNote(phone, box(16, -200, 328, 1200), box(20, 300, 60, 20), note);
  expect(place.top).toBe(192);
});

test('it is made lower where it fits nowhere', () => {
  const small = { width: 320, height: 256 };
  const place = placeNote(small, box(8, -200, 304, 900), box(20, 90, 60, 40), {
    width: 280,
    height: 200,
  });
  expect(place).toEqual({ left: 20, top: 138, maxHeight: 110 });
});

test('whatever the sizes, it never lies over the line', () => {
  const size = (least: number, most: number) => fc.integer({ min: least, max: most });
  fc.assert(
    fc.property(
      size(300, 2000),
      size(200, 1400),
      size(0, 1),
      size(0, 1),
      size(100, 280),
      size(40, 900),
      size(-900, 0),
      size(1, 2000),
      (width, height, x, y, noteWidth, noteHeight, over, blockHeight) => {
        const lineTop = Math.round(y * (height - 24));
        const line = box(Math.round(x * (width - 60)), lineTop, 50, 24);
        const block = box(8, lineTop + over, width - 16, Math.max(blockHeight, 24 - over));
        const { left, top, maxHeight } = placeNote({ width, height }, block, line, {
          width: noteWidth,
          height: noteHeight,
        });
        const bottom = top + Math.min(noteHeight, maxHeight);
        const overlaps =
          left < line.right &&
          left + noteWidth > line.left &&
          top < line.bottom &&
          bottom > line.top;
        expect(overlaps).toBe(false);
      },
    ),
  );
});

test('distance to a box: 0 inside, else to the nearest edge or corner', () => {
  expect(distanceTo(box(0, 0, 10, 10), 5, 5)).toBe(0);
  expect(distanceTo(box(0, 0, 10, 10), 14, 5)).toBe(4);
  expect(distanceTo(box(0, 0, 10, 10), 13, 14)).toBe(5);
});
