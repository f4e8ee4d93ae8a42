// `data:` addresses, which bundlers put in the place of small files. They are decoded here, since `fetch` would need `data:` in the
// page's connect-src.

/**
 * What `fetch` would answer for a `data:` address; nothing for any other address.
 * @throws {DOMException} when its base64 is not valid.
 */
export function dataResponse(url: string): Response | undefined {
  if (!/^data:/i.test(url)) return undefined;
  const [, base64, data = ''] = /^[^,]*?(;\s*base64)?,([^#]*)/i.exec(new URL(url).href) ?? [];
  const binary = data.replace(/%([\da-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return new Response(
    Uint8Array.from(base64 ? atob(binary) : binary, (character) => character.charCodeAt(0)),
  );
}
