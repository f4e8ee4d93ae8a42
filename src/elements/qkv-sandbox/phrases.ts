// Every word of the sandbox, in English.

export const words = {
  title: 'Q·K·V sandbox',
  plane: 'The plane: query, keys and values',
  point: 'point in two dimensions',
  weights: 'weights',
  weightsOf: (weights: string) => `weights ${weights}`,
  takeFromGpt2: 'Take it from GPT-2 …',
  undo: 'Undo',
  redo: 'Redo',
  reset: 'Reset',
  start: 'Start',
  token: 'token',
  score: 'q·k',
  bar: 'weight as a bar',
  weight: 'weight',
  masked: 'masked',
  nameOf: (number: number) => `Name of token ${number}`,
  softmax: 'softmax( q·k / scale )',
  others: (count: number) => (count === 1 ? '1 other key' : `${count} other keys`),
  otherTerm: 'others',
  noValues: 'This recording has queries and keys but no values, so there is no out.',
  scale: 'Scale',
  scaleRight: (scale: string, dimension: number) =>
    dimension === 2
      ? `scale ${scale} = √2, the right one for two dimensions`
      : `scale ${scale} = √${dimension}, the right one for ${dimension} dimensions`,
  scaleOff: (scale: string, dimension: number, sharper: boolean) =>
    `scale ${scale}, ${sharper ? 'sharper' : 'flatter'} than √${dimension}`,
  sharp: 'sharp: one-hot',
  flat: 'flat: average',
  plot: 'weights (solid) and gradient norm (dotted) against the scale',
  gradientNow: (gradient: string, peak: string) => `gradient ${gradient}, at most ${peak}`,
  presets: 'Scenes to start from',
  dimension: 'Dimension 2 → 512',
  dimensionTitle: 'What the scale is for',
  dimensionLabel: (dimension: number) => `dimension ${dimension}`,
  dimensionText:
    'A random query and six random keys: q·k grows like √d. Without the divisor the weights go one-hot and the gradient dies; divided by √d they stay as they are.',
  without: 'softmax( q·k )',
  withDivisor: 'softmax( q·k / √d )',
  strongest: (weight: string, gradient: string) => `strongest ${weight} · gradient ${gradient}`,
  gradientByDimension:
    'gradient ‖diag(w) − wwᵀ‖ against the dimension, median of 101 draws: dotted with the divisor, dashed without',
  drawAgain: 'Draw again',
  tokens: 'tokens',
  fewer: 'One token less',
  more: 'One token more',
  causal: 'causal mask',
  looks: 'q is of token',
  hint: 'Drag q, the keys or the diamonds. With the keyboard: Tab to one, arrows to move it (Shift: far), Alt+arrows to turn and stretch it.',
  save: 'Save as',
  goal: 'Goal',
  reached: 'reached',
  failed: 'This does not work.',
  // Real numbers
  panel: 'Real numbers from GPT-2',
  from: 'from',
  linked: 'the lens on this page',
  recording: 'a recording',
  layer: 'Layer',
  head: 'head',
  looking: 'token that looks',
  take: 'Take it',
  close: 'Close',
  loading: 'Loading the recorded vectors …',
  unavailable: 'The vectors cannot be had.',
  genuine: (model: string, head: string) => `${model} · head ${head}`,
  edited: (model: string) => `no longer ${model}`,
  projection: (lost: string) =>
    `The plane: q, and the first principal direction of the keys across it. Every q·k is exact; ${lost} of the keys’ squared length lies outside the plane.`,
  scoreError: (error: string) => ` Largest error of a q·k: ${error}.`,
  valuePlane: (lost: string) =>
    ` The values are drawn on a scale of their own, along their first two principal directions; ${lost} of their squared length lies outside.`,
  source: (text: string, token: string, source: string) => `“${token}” in “${text}” · ${source}`,
} as const;

/** What is said of a scene that is no preset. The marks stand for the strongest key and its value. */
export const live = {
  strongest: ['q·k is the largest for ', ', so ', ' has the most say in out.'],
  strongestKeyOnly: ['q·k is the largest for ', ', which gets the most weight.', ''],
  even: 'All keys that count have the same q·k, so all get the same weight, whatever the scale.',
} as const;
