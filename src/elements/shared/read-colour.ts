// A colour of a stylesheet as numbers.

/** Any CSS colour as red, green and blue in 0..255 and alpha in 0..1: a canvas knows how to read them all. */
export function readColour(
  colour: string,
): readonly [red: number, green: number, blue: number, alpha: number] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  // In the page's own memory, where it outlives the graphics process.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [0, 0, 0, 1];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}
