// A figure as PNG.

import { encodePng } from '../../shared/encode-png.js';
import type { Figure, Shape } from './figure-shapes.js';

/** The largest side that all browsers give a canvas. */
const MAX_SIDE = 8192;

/**
 * @param density pixels per CSS pixel; less where the figure would be larger than browsers can paint.
 * @throws {Error} where the browser gives no canvas.
 */
export async function paintPng(figure: Figure, density: number): Promise<Blob> {
  const { width, height, background, font, shapes } = figure;
  const scale = Math.min(density, MAX_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to paint on.');
  context.scale(scale, scale);
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  for (const shape of shapes) paint(context, shape, font);
  return encodePng(canvas);
}

function paint(context: CanvasRenderingContext2D, shape: Shape, font: string): void {
  context.save();
  if (shape.kind === 'box') {
    const { x, y, width, height, fill, opacity = 1, stroke, radius = 0 } = shape;
    context.beginPath();
    context.roundRect(x, y, width, height, radius);
    context.globalAlpha = opacity;
    if (fill !== 'none') {
      context.fillStyle = fill;
      context.fill();
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = 1.5;
      context.stroke();
    }
  } else if (shape.kind === 'label') {
    const { x, y, text, size, fill, bold, anchor = 'start', turned } = shape;
    context.translate(x, y);
    if (turned) context.rotate(-Math.PI / 2);
    context.font = `${bold ? 600 : 400} ${size}px ${font}`;
    context.fillStyle = fill;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.direction = 'ltr';
    context.fillText(text, 0, 0);
  } else if (shape.kind === 'stroke') {
    const { x, y, toX, toY, bent, stroke, width, opacity = 1 } = shape;
    const middle = (x + toX) / 2;
    context.beginPath();
    context.moveTo(x, y);
    if (bent) context.bezierCurveTo(middle, y, middle, toY, toX, toY);
    else context.lineTo(toX, toY);
    context.globalAlpha = opacity;
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
  } else {
    const { x, y, width, height, image } = shape;
    context.imageSmoothingEnabled = false;
    context.drawImage(imageCanvas(image), x, y, width, height);
  }
  context.restore();
}

function imageCanvas(image: ImageData): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** As a `data:` address, for an image within a figure. */
export function encodeImage(image: ImageData): string {
  return imageCanvas(image).toDataURL('image/png');
}
