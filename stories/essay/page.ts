// The script of the stand-alone page.

import { startEssay } from './essay.js';

const essay = document.querySelector<HTMLElement>('.essay');
if (essay) startEssay(essay);
