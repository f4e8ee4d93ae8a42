// Tells the host page how high this one is, so that its iframe need not scroll. It listens to nobody else, and says nothing that
// a stranger should not hear.

const TYPE = 'attention-lens:height';

/** Starts telling. Also answers a host whose script came later than this page. */
export function reportHeight(): void {
  if (window.parent === window) return;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // To any origin: a height is no secret, and who embeds this page cannot be known.
    window.parent.postMessage({ type: TYPE, height }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
  window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source === window.parent && data === `${TYPE}?`) tell();
  });
}
