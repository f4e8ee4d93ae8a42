// A figure as an SVG file that needs nothing else: no font, no stylesheet, no file beside it.

import { escapeXml } from '../../shared/escape-markup.js';
import type { Figure, Shape } from './figure-shapes.js';

/** @param encode an image as a `data:` address. */
export function writeSvg(figure: Figure, encode: (image: ImageData) => string): string {
  const { width, height, background, font, title, shapes } = figure;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(font)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${escapeXml(background)}"/>`,
    ...shapes.map((shape) => writeShape(shape, encode)),
    '</svg>',
  ].join('\n');
}

function writeShape(shape: Shape, encode: (image: ImageData) => string): string {
  const [x, y] = [short(shape.x), short(shape.y)];
  switch (shape.kind) {
    case 'box': {
      const { width, height, fill, opacity, stroke, radius } = shape;
      return `<rect x="${x}" y="${y}" width="${short(width)}" height="${short(height)}" fill="${escapeXml(fill)}"${
        opacity === undefined ? '' : ` fill-opacity="${short(opacity)}"`
      }${stroke ? ` stroke="${escapeXml(stroke)}" stroke-width="1.5"` : ''}${radius ? ` rx="${radius}"` : ''}/>`;
    }
    case 'label': {
      const { text, size, fill, bold, anchor = 'start', turned } = shape;
      const turn = turned ? ` transform="rotate(-90 ${x} ${y})"` : '';
      return `<text x="${x}" y="${y}" font-size="${size}"${bold ? ' font-weight="600"' : ''} text-anchor="${anchor}" fill="${escapeXml(fill)}"${turn} xml:space="preserve">${escapeXml(text)}</text>`;
    }
    case 'stroke': {
      const { stroke, width, opacity, bent } = shape;
      const [toX, toY] = [short(shape.toX), short(shape.toY)];
      const middle = short((shape.x + shape.toX) / 2);
      const path = bent ? `C${middle} ${y} ${middle} ${toY} ${toX} ${toY}` : `L${toX} ${toY}`;
      return `<path d="M${x} ${y}${path}" fill="none" stroke="${escapeXml(stroke)}" stroke-width="${short(width)}"${
        opacity === undefined ? '' : ` stroke-opacity="${short(opacity)}"`
      }/>`;
    }
    case 'pixels':
      return `<image x="${x}" y="${y}" width="${short(shape.width)}" height="${short(shape.height)}" preserveAspectRatio="none" image-rendering="pixelated" href="${encode(shape.image)}"/>`;
  }
}

const short = (value: number) => String(Number(value.toFixed(2)));
