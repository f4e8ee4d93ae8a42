// What is wrong is found before it runs.

import { AttnLens } from 'attention-lens/react';

// @ts-expect-error A layer is a number.
export const wrongLayer = <AttnLens layer="four" />;
// @ts-expect-error There is no such property.
export const wrongName = <AttnLens layers={4} />;
// @ts-expect-error An event is no text.
export const wrongEvent = <AttnLens onAttnRun="run" />;
