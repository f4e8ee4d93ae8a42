// What a figure is made of. The same shapes are written as SVG and painted as PNG: painting an SVG file would need the
// page's policy to allow it as an image.

interface Box {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  /** Of the fill, 0..1; 1 without it. */
  readonly opacity?: number;
  readonly stroke?: string;
  readonly radius?: number;
}

interface Label {
  readonly kind: 'label';
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Read from below: a quarter turn to the left. */
  readonly turned?: boolean;
}

/** From one point to another: straight, or leaving and arriving level. */
interface Stroke {
  readonly kind: 'stroke';
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
  readonly bent?: boolean;
  readonly stroke: string;
  readonly width: number;
  /** 0..1; 1 without it. */
  readonly opacity?: number;
}

/** Cells of one pixel each, stretched. For matrices that have too many for a box each. */
interface Pixels {
  readonly kind: 'pixels';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly image: ImageData;
}

export type Shape = Box | Label | Stroke | Pixels;

export interface Figure {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** A CSS font family. */
  readonly font: string;
  /** What the figure shows, for those who do not see it. */
  readonly title: string;
  readonly shapes: readonly Shape[];
}
