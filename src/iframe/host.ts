// For the page around the iframe: makes each `<iframe class="attention-lens">` as high as what it shows. Believes only the
// frames themselves, and of them only a number.

const TYPE = 'attention-lens:height';
/** A frame may ask for this many CSS pixels: all widgets under each other on a phone. */
const HIGHEST = 8_000;

const frames = () => [...document.querySelectorAll<HTMLIFrameElement>('iframe.attention-lens')];

addEventListener(
  'message',
  ({ source, data }: MessageEvent<{ type?: unknown; height?: unknown }>) => {
    const height = data?.type === TYPE ? data.height : null;
    if (typeof height !== 'number' || !(height > 0 && height <= HIGHEST)) return;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (!frame) return;
    const style = getComputedStyle(frame);
    // Many pages count border and padding into the height of everything.
    const around =
      style.boxSizing === 'border-box'
        ? ['border-top-width', 'border-bottom-width', 'padding-top', 'padding-bottom']
        : [];
    const whole = around.reduce(
      (sum, name) => sum + Number.parseFloat(style.getPropertyValue(name)),
      height,
    );
    frame.style.setProperty('height', `${Math.ceil(whole)}px`);
  },
);

// Those that were there first have spoken already.
for (const { contentWindow } of frames()) contentWindow?.postMessage(`${TYPE}?`, '*');

export {};
