/**
 * A canvas as a PNG file.
 * @throws {Error} if the canvas is larger than the browser can encode.
 */
export function encodePng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('The picture is too large for this browser.'));
    }, 'image/png');
  });
}
