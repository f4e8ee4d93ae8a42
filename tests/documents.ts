// What tests of several browsers put in other documents, and what they ask there. The page calls the window of the other
// document `other`; everything that is tried stands in a `<main>`, wherever that is at the moment.

export const SCRIPT = `<link rel="icon" href="data:,">
  <script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>`;

const DOG = 'src="/npm/attention-lens/traces/dog.json"';

const ELEMENTS = `<attn-model><p>The <attn-term>head</attn-term></p></attn-model>
  <attn-lens id="a" ${DOG} layer="5" head="5" token="3" compare="4.11"></attn-lens>
  <attn-lens id="b" ${DOG} layer="4" head="11" view="lines"></attn-lens>
  <attn-lens id="c" ${DOG} predict></attn-lens>
  <head-finder for="b" behaviour="previous"></head-finder>
  <qkv-sandbox tokens="4" dimension="64" goal="k3 &gt; .8"></qkv-sandbox>`;

const MAIN = `(document.querySelector('main') ?? globalThis.other?.document.querySelector('main'))`;

/** Asks for everything that elements load when it is asked for. */
export const OPEN_LATE_PARTS = `(async () => {
  const main = ${MAIN};
  const find = async (tag, part) => {
    for (;;) {
      const found = main.querySelector(tag)?.shadowRoot?.querySelector(part);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  for (const [tag, part] of [['#a', '[part=numbers]'], ['#a', '[part=take-away]'], ['head-finder', 'details']])
    (await find(tag, part)).open = true;
})()`;

const FIRST = `document.querySelector('main').innerHTML = ${JSON.stringify(ELEMENTS)}`;

/** Steps, each an expression: what stands in `<main>` then looks the same after every one of them. */
export const STEPS: Readonly<Record<string, string>> = {
  'in the page': FIRST,
  'moved with all its parts': `other.document.body.append(${MAIN})`,
  'back with all its parts': `document.body.append(${MAIN})`,
  'moved before its parts came': `(() => {
    document.querySelector('main').remove();
    document.body.append(document.createElement('main'));
    ${FIRST};
    other.document.body.append(${MAIN});
  })()`,
  'made there': `(() => {
    ${MAIN}.remove();
    const main = other.document.body.appendChild(other.document.createElement('main'));
    const { body } = new DOMParser().parseFromString(${JSON.stringify(ELEMENTS)}, 'text/html');
    main.append(...[...body.children].map((element) => document.importNode(element, true)));
  })()`,
  'back once it was made there': `document.body.append(${MAIN})`,
};

/** Parts, each with its own stylesheet somewhere, and what is seen of them; `''` of one that is not there or not drawn. */
const PARTS = [
  ['attn-term', '.term'],
  ['attn-term', '.name'],
  ['#a', '.card'],
  ['#a', '.chip'],
  ['#a', '.matrix.first canvas'],
  ['#a', '.matrix.second canvas'],
  ['#a', '.map canvas'],
  ['#a', '[part=numbers] td'],
  ['#a', '[part=take-away] .row'],
  ['#a', '[part=take-away] .plain'],
  ['#b', '.lines.first canvas'],
  ['#c', '.chip'],
  ['head-finder', '.card'],
  ['head-finder', '.map [role=gridcell]'],
  ['head-finder', 'td'],
  ['head-finder', '.ramp i'],
  ['qkv-sandbox', '.card'],
  ['qkv-sandbox', '.shaft'],
  ['qkv-sandbox', '.dimension'],
  ['qkv-sandbox', '.goal'],
] as const;

/** An expression: the looks of all parts, by name. */
export const DESCRIBE_LOOKS = `(() => {
  const main = ${MAIN};
  const view = main.ownerDocument.defaultView;
  // A copy, for a canvas that is read from again and again is another one to the browser.
  const isDrawn = (canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
  };
  return Object.fromEntries(${JSON.stringify(PARTS)}.map(([tag, part]) => {
    const found = main.querySelector(tag)?.shadowRoot?.querySelector(part);
    if (!found) return [tag + ' ' + part, ''];
    if (found.localName === 'canvas') return [tag + ' ' + part, isDrawn(found) ? 'drawn' : ''];
    const { display, color, backgroundColor, backgroundImage, fontSize, paddingLeft, borderTop, stroke } = view.getComputedStyle(found);
    return [tag + ' ' + part, [display, color, backgroundColor, backgroundImage, fontSize, paddingLeft, borderTop, stroke].join(' | ')];
  }));
})()`;
