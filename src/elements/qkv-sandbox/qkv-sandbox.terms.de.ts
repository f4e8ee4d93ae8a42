// Every word of the sandbox, in German.

import type { DimensionWords } from './dimension.terms.en.js';
import type { Gpt2Words } from './gpt2.terms.en.js';
import type { SandboxWords } from './qkv-sandbox.terms.en.js';

const words: SandboxWords['words'] = {
  lang: 'de',
  title: 'Q·K·V-Werkbank',
  plane: 'Die Ebene: Anfrage, Schlüssel und Werte',
  point: 'Punkt in zwei Dimensionen',
  weightsOf: (weights) => `Gewichte ${weights}`,
  takeFromGpt2: 'Aus GPT-2 holen …',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  reset: 'Zurücksetzen',
  start: 'Anfang',
  token: 'Token',
  score: 'q·k',
  bar: 'Gewicht als Balken',
  weight: 'Gewicht',
  masked: 'maskiert',
  nameOf: (number) => `Name von Token ${number}`,
  softmax: 'softmax( q·k / Skala )',
  others: (count) => (count === 1 ? '1 weiterer Schlüssel' : `${count} weitere Schlüssel`),
  otherTerm: 'andere',
  scale: 'Skala',
  scaleRight: (scale, dimension) =>
    dimension === 2
      ? `Skala ${scale} = √2, die richtige für zwei Dimensionen`
      : `Skala ${scale} = √${dimension}, die richtige für ${dimension} Dimensionen`,
  scaleOff: (scale, dimension, sharper) =>
    `Skala ${scale}, ${sharper ? 'schärfer' : 'flacher'} als √${dimension}`,
  sharp: 'scharf: einer bekommt alles',
  flat: 'flach: Durchschnitt',
  plot: 'Gewichte (durchgezogen) und Norm des Gradienten (gepunktet) über der Skala',
  gradientNow: (gradient, peak) => `Gradient ${gradient}, höchstens ${peak}`,
  presets: 'Szenen zum Anfangen',
  dimension: 'Dimension 2 → 512',
  tokens: 'Tokens',
  fewer: 'Ein Token weniger',
  more: 'Ein Token mehr',
  causal: 'kausale Maske',
  looks: 'q gehört zu Token',
  hint: 'Ziehen Sie q, die Schlüssel oder die Rauten. Mit der Tastatur: Tab führt hin, Pfeile bewegen (mit Umschalt: weit), Alt+Pfeile drehen und strecken.',
  save: 'Speichern als',
  goal: 'Ziel',
  reached: 'erreicht',
  failed: 'Das geht nicht.',
  queryName: 'Anfrage q',
  keyNamed: (name) => `Schlüssel ${name}`,
  keyOf: (name) => `Schlüssel von ${name}`,
  valueNamed: (name) => `Wert ${name}`,
  valueOf: (name) => `Wert von ${name}`,
};

const gpt2: Gpt2Words['gpt2'] = {
  panel: 'Echte Zahlen aus GPT-2',
  from: 'aus',
  linked: 'der Linse auf dieser Seite',
  recording: 'einer Aufzeichnung',
  layer: 'Schicht',
  head: 'Kopf',
  looking: 'Token, das hinsieht',
  take: 'Übernehmen',
  close: 'Schließen',
  loading: 'Die aufgezeichneten Vektoren werden geladen …',
  unavailable: 'Die Vektoren sind nicht zu haben.',
  genuine: (model, head) => `${model} · Kopf ${head}`,
  edited: (model) => `nicht mehr ${model}`,
  projection: (lost) =>
    `Die Ebene: q und quer dazu die erste Hauptrichtung der Schlüssel. Jedes q·k ist genau; ${lost} der quadrierten Länge der Schlüssel liegen außerhalb der Ebene.`,
  scoreError: (error) => `Größter Fehler eines q·k: ${error}.`,
  valuePlane: (lost) =>
    `Die Werte sind in einem eigenen Maßstab gezeichnet, entlang ihrer ersten beiden Hauptrichtungen; ${lost} ihrer quadrierten Länge liegen außerhalb.`,
  noValues: 'Diese Aufzeichnung hat Anfragen und Schlüssel, aber keine Werte, also auch kein out.',
  source: (text, token, source) => `„${token}“ in „${text}“ · ${source}`,
};

const dimension: DimensionWords['dimension'] = {
  title: 'Wozu die Skala da ist',
  label: (dimension) => `Dimension ${dimension}`,
  text: 'Eine zufällige Anfrage und sechs zufällige Schlüssel: q·k wächst wie √d. Ohne den Teiler bekommt einer alles, und der Gradient verschwindet; durch √d geteilt bleiben die Gewichte, wie sie sind.',
  without: 'softmax( q·k )',
  withDivisor: 'softmax( q·k / √d )',
  strongest: (weight, gradient) => `stärkstes ${weight} · Gradient ${gradient}`,
  gradient:
    'Gradient ‖diag(w) − wwᵀ‖ über der Dimension, Median aus 101 Ziehungen: gepunktet mit Teiler, gestrichelt ohne',
  drawAgain: 'Neu ziehen',
};

const live: SandboxWords['live'] = {
  strongest: ['q·k ist am größten für ', ', also hat ', ' in out am meisten zu sagen.'],
  strongestKeyOnly: [
    'q·k ist am größten für ',
    ': Dieser Schlüssel bekommt das meiste Gewicht.',
    '',
  ],
  even: 'Alle Schlüssel, die zählen, haben dasselbe q·k und bekommen dasselbe Gewicht, bei jeder Skala.',
};

const presetWords: SandboxWords['presetWords'] = {
  aim: {
    name: 'Auf k2 zielen',
    sentence:
      'q zeigt in die Richtung von k2, also ist q·k2 am größten, v2 hat am meisten zu sagen, und out wird zu ihm hingezogen.',
  },
  equal: {
    name: 'Zwei gleiche Schlüssel',
    sentence:
      'Gleiche Schlüssel bekommen gleiche Gewichte, wohin q auch zeigt: out nimmt von v1 so viel wie von v2, und die Aufmerksamkeit kann die beiden nicht unterscheiden.',
  },
  opposite: {
    name: 'Schlüssel gegenüber',
    sentence:
      'k3 zeigt von q weg, also ist q·k3 negativ und sein Gewicht klein, aber nie null: Ein Softmax gibt jedem etwas.',
  },
  alike: {
    name: 'Alle gleich',
    sentence:
      'Alle Schlüssel sind gleich, also auch alle Gewichte: out ist der einfache Durchschnitt der Werte, und q zu bewegen ändert nichts.',
  },
  saturated: {
    name: 'Gesättigt',
    sentence:
      'Die Skala ist viel zu klein: k1 bekommt alles, und der Gradient ist weg, sodass keine kleine Änderung von q oder k out ändert.',
  },
  far: {
    name: 'Ein Wert weit draußen',
    sentence:
      'v3 liegt weit draußen: Mit dem kleinsten Gewicht von allen zieht er out doch zu sich, denn ein Gewicht ist noch kein Einfluss.',
  },
};

export const german: SandboxWords & Gpt2Words & DimensionWords = {
  words,
  live,
  presetWords,
  gpt2,
  dimension,
};
