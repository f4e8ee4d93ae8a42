// The plane as a file.

import { describe, expect, test, vi } from 'vitest';
import { click, eventually, find, handle, resetPage, show } from './testing/sandbox.js';

resetPage();

describe('files', () => {
  test('name colours as any program knows them', async () => {
    document.body.style.cssText = 'color-scheme: dark; background: Canvas';
    const sandbox = await show({ tokens: '4', causal: '' });
    const svg = await sandbox.toSvg();
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
    expect(colours.filter((colour) => !/^(none|rgb\(\d+, \d+, \d+\))$/.test(colour ?? ''))).toEqual(
      [],
    );
  });

  test('are an SVG and a PNG of the plane in the colours it has', async () => {
    const sandbox = await show();
    sandbox.style.setProperty('--attn-key', 'rgb(1 2 3)');
    const svg = new DOMParser().parseFromString(await sandbox.toSvg(), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).toBe(null);
    expect(svg.querySelector('title')?.textContent).toBe('weights 0.55 / 0.31 / 0.13 · Scale 1.41');
    const texts = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['q', 'k1', 'k2', 'k3', 'v1', 'v2', 'v3', 'out']));
    expect(svg.querySelectorAll('[fill="rgb(1, 2, 3)"]').length).toBeGreaterThanOrEqual(6);
    const png = await sandbox.toPng(1);
    const image = await createImageBitmap(png);
    const { width, height } = find<SVGSVGElement>(sandbox, 'svg.plane').viewBox.baseVal;
    expect([image.width, image.height]).toEqual([width, height + 34]);
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const circle = handle(sandbox, 'k1').querySelector('circle') as SVGCircleElement;
    // Halfway up the first key's shaft.
    const [x, y] = [circle.cx.baseVal.value, circle.cy.baseVal.value].map((tip, axis) => {
      const middle = (axis === 0 ? width : height) / 2;
      return Math.round(middle + (tip - middle) / 2);
    }) as [number, number];
    const pixels = context.getImageData(x - 3, y - 3, 7, 7).data;
    const darkest = Math.min(...pixels.filter((_, index) => index % 4 === 0));
    expect(darkest).toBeLessThan(60);
  });

  test.each([
    ['of a card that is not on the page yet', () => document.createElement('qkv-sandbox')],
    ['of a card without its plane', () => show({ hide: 'plane' })],
  ])('%s are refused, which is said', async (_, make) => {
    const sandbox = await make();
    await expect(sandbox.toSvg()).rejects.toThrow('There is no plane to save');
    await expect(sandbox.toPng()).rejects.toThrow('There is no plane to save');
  });

  test('are saved by a button', async () => {
    const sandbox = await show();
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    await click(sandbox, 'SVG');
    await click(sandbox, 'PNG');
    await eventually(() => expect(saved).toEqual(['attention.svg', 'attention.png']));
  });
});
