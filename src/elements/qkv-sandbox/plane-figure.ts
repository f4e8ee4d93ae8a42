// The plane as a file. Read from the drawing as it is on the screen, colours of the theme included, into a list of shapes,
// which SVG and PNG are both made of. The PNG is painted shape by shape: an SVG as an image would need the page's
// Content-Security-Policy to allow it.

import { encodePng } from '../shared/encode-png.js';
import { escapeXml } from '../shared/escape-markup.js';
import { readColour } from '../shared/read-colour.js';
import { saveFile } from '../shared/save-file.js';
import { scaleText, weightsText } from './number-text.js';
import { words } from './qkv-sandbox.terms.js';
import type { SceneStore } from './scene-store.js';

interface Ink {
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly dash: string;
  readonly opacity: number;
}

type Shape = Ink &
  (
    | { readonly kind: 'path'; readonly d: string }
    | {
        readonly kind: 'text';
        readonly text: string;
        readonly x: number;
        readonly y: number;
        readonly anchor: 'start' | 'middle' | 'end';
        readonly font: string;
        readonly size: number;
        readonly weight: string;
      }
  );

interface Figure {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly shapes: readonly Shape[];
  /** One line below the drawing. */
  readonly caption: string;
  readonly muted: string;
}

const CAPTION_HEIGHT = 34;

/** The plane of a card. Each method throws an `Error` if the plane is hidden, or not drawn yet. */
export class PlaneFigure {
  readonly #root: ParentNode;
  readonly #caption: string;

  constructor(root: ParentNode, { scene, numbers }: SceneStore) {
    this.#root = root;
    const scale = `${words.scale} ${scaleText(scene.scale)}`;
    this.#caption = `${words.weightsOf(weightsText(numbers))} · ${scale}`;
  }

  toSvg(): string {
    return writeSvg(readFigure(this.#root, this.#caption));
  }

  /** @param density pixels per CSS pixel. */
  toPng(density: number): Promise<Blob> {
    return paintPng(readFigure(this.#root, this.#caption), density);
  }

  /** Downloads it. */
  async save(kind: string): Promise<void> {
    const file =
      kind === 'svg' ? new Blob([this.toSvg()], { type: 'image/svg+xml' }) : await this.toPng(2);
    saveFile(file, `attention.${kind}`);
  }
}

/**
 * @param root has a card with a plane: a drawing of paths and texts without transforms. None before the first update.
 * @throws {Error} when the plane is hidden, or not drawn yet.
 */
function readFigure(root: ParentNode | undefined, caption: string): Figure {
  const svg = root?.querySelector<SVGSVGElement>('svg.plane');
  const surface = root?.querySelector('.card');
  if (!svg || !surface)
    throw new Error('There is no plane to save: it is hidden, or not drawn yet.');
  const { width, height } = svg.viewBox.baseVal;
  const shapes = [...svg.querySelectorAll<SVGElement>('path, text')].map(readShape);
  const card = getComputedStyle(surface);
  return {
    width,
    height,
    background: card.backgroundColor,
    shapes,
    caption,
    muted: card.color,
  };
}

function writeSvg({ width, height, background, shapes, caption, muted }: Figure): string {
  const total = height + CAPTION_HEIGHT;
  const body = shapes.map((shape) => {
    const ink = `${paintOf('fill', shape.fill)} ${paintOf('stroke', shape.stroke)} stroke-width="${shape.strokeWidth}" opacity="${shape.opacity}"`;
    if (shape.kind === 'path') {
      const dash = shape.dash === 'none' ? '' : ` stroke-dasharray="${escapeXml(shape.dash)}"`;
      return `<path d="${shape.d}" ${ink} stroke-linecap="round" stroke-linejoin="round"${dash}/>`;
    }
    const font = `font-family="${escapeXml(shape.font)}" font-size="${shape.size}" font-weight="${shape.weight}"`;
    return `<text x="${shape.x}" y="${shape.y}" text-anchor="${shape.anchor}" ${font} ${ink} paint-order="stroke">${escapeXml(shape.text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}">`,
    `<title>${escapeXml(caption)}</title>`,
    `<rect width="${width}" height="${total}" ${paintOf('fill', background)}/>`,
    ...body,
    `<text x="14" y="${height + 20}" font-family="sans-serif" font-size="13" ${paintOf('fill', muted)}>${escapeXml(caption)}</text>`,
    '</svg>',
  ].join('\n');
}

/** Drawing programs know neither oklab() nor colours that are half transparent. */
function paintOf(property: 'fill' | 'stroke', colour: string): string {
  if (colour === 'none') return `${property}="none"`;
  const [red, green, blue, alpha] = readColour(colour);
  const opacity = alpha < 1 ? ` ${property}-opacity="${alpha.toFixed(3)}"` : '';
  return `${property}="rgb(${red}, ${green}, ${blue})"${opacity}`;
}

/** @param density pixels per CSS pixel. */
async function paintPng(figure: Figure, density: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(figure.width * density);
  canvas.height = Math.round((figure.height + CAPTION_HEIGHT) * density);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to paint on.');
  context.scale(density, density);
  context.fillStyle = figure.background;
  context.fillRect(0, 0, figure.width, figure.height + CAPTION_HEIGHT);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const shape of figure.shapes) paint(context, shape);
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.textAlign = 'start';
  context.fillStyle = figure.muted;
  context.font = '13px sans-serif';
  context.fillText(figure.caption, 14, figure.height + 20);
  return encodePng(canvas);
}

function paint(context: CanvasRenderingContext2D, shape: Shape): void {
  context.globalAlpha = shape.opacity;
  context.fillStyle = shape.fill;
  context.strokeStyle = shape.stroke;
  context.lineWidth = shape.strokeWidth;
  context.setLineDash(
    shape.dash === 'none' ? [] : shape.dash.split(/[ ,]+/).map(Number.parseFloat),
  );
  const [fills, strokes] = [
    shape.fill !== 'none',
    shape.stroke !== 'none' && shape.strokeWidth > 0,
  ];
  if (shape.kind === 'path') {
    const path = new Path2D(shape.d);
    if (fills) context.fill(path);
    if (strokes) context.stroke(path);
    return;
  }
  context.font = `${shape.weight} ${shape.size}px ${shape.font}`;
  context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
  if (strokes) context.strokeText(shape.text, shape.x, shape.y);
  if (fills) context.fillText(shape.text, shape.x, shape.y);
}

function readShape(element: SVGElement): Shape {
  const style = getComputedStyle(element);
  const ink: Ink = {
    fill: style.fill,
    stroke: style.stroke,
    strokeWidth: Number.parseFloat(style.strokeWidth),
    dash: style.strokeDasharray,
    opacity: Number(style.opacity) * Number(style.fillOpacity),
  };
  if (element.localName === 'path')
    return { ...ink, kind: 'path', d: element.getAttribute('d') ?? '' };
  return {
    ...ink,
    kind: 'text',
    text: element.textContent ?? '',
    x: Number(element.getAttribute('x')),
    y: Number(element.getAttribute('y')),
    anchor: style.textAnchor as 'start' | 'middle' | 'end',
    font: style.fontFamily,
    size: Number.parseFloat(style.fontSize),
    weight: style.fontWeight,
  };
}
