// Every word of the lens, in German.

import type { TokenView } from '../shared/token-views.js';
import type { LensTerms } from './attn-lens.terms.en.js';
import type { Amount, Mention, Phrase } from './terms/phrase.js';

const ORDINALS = [
  'erste',
  'zweite',
  'dritte',
  'vierte',
  'fünfte',
  'sechste',
  'siebte',
  'achte',
  'neunte',
];

/** „zweite“, „12.“: as it stands after „das“. */
const ordinal = (number: number): string => ORDINALS[number - 1] ?? `${number}.`;

const percent = (weight: number): string => {
  const value = 100 * weight;
  if (value > 0 && value < 0.05) return '<0,1 %';
  if (value > 99.95 && value < 100) return '>99,9 %';
  const digits = value >= 9.95 && value < 99.5 ? 0 : 1;
  const text = Number.isInteger(value) ? String(value) : value.toFixed(digits);
  return `${text.replace('.', ',')} %`;
};

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });
const amount = (weight: number): Amount => ({ amount: percent(weight) });

/** „das zweite “, where a token is one of several alike; nothing where it is the only one. */
export function article({ occurrence }: TokenView, start = false): string {
  if (occurrence.of === 1) return '';
  return `${start ? 'Das' : 'das'} ${ordinal(occurrence.number)} `;
}

/** „vom zweiten “, or „von “ where there is only one. */
export function by({ occurrence: { number, of } }: TokenView): string {
  return of === 1
    ? 'von '
    : `vom ${number > ORDINALS.length ? `${number}.` : `${ordinal(number)}n`} `;
}

/** „zweites dog“: as a name, without an article. */
export function describeToken({ name, occurrence: { number, of } }: TokenView): string {
  if (of === 1) return name;
  return `${number > ORDINALS.length ? `${number}.` : `${ordinal(number)}s`} ${name}`;
}

const phrases = {
  invite: (): Phrase => [
    'Zeigen Sie auf ein Token, um zu sehen, was es liest und wer es liest. Ein Klick hält es fest.',
  ],
  reads: (token: TokenView, target: TokenView, weight: number): Phrase =>
    token === target
      ? [article(token, true), query(token), ' liest zu ', amount(weight), ' sich selbst.']
      : [
          article(token, true),
          query(token),
          ' liest zu ',
          amount(weight),
          ' ',
          article(target),
          key(target),
          '.',
        ],
  readMostBy: (reader: TokenView, weight: number): Phrase => [
    ' Am stärksten gelesen wird es ',
    by(reader),
    query(reader),
    ', zu ',
    amount(weight),
    '.',
  ],
  keyReadMostBy: (target: TokenView, reader: TokenView, weight: number): Phrase => [
    article(target, true),
    key(target),
    ' wird am stärksten ',
    by(reader),
    query(reader),
    ' gelesen, zu ',
    amount(weight),
    '.',
  ],
  readByNone: (target: TokenView): Phrase => [
    article(target, true),
    key(target),
    ' wird von keinem Token gelesen.',
  ],
  lastToken: (): Phrase => [
    ' Es ist das letzte Token: Nach ihm kommt keines, das es lesen könnte.',
  ],
  masked: (token: TokenView, target: TokenView): Phrase => [
    'Maskiert: ',
    article(target),
    key(target),
    ' kommt nach ',
    ...(token.occurrence.of === 1
      ? [query(token)]
      : [
          `dem ${ordinal(token.occurrence.number)}${token.occurrence.number > 9 ? '' : 'n'} `,
          query(token),
        ]),
    ', und kein Token kann die Zukunft lesen.',
  ],
  leftOut: (target: TokenView): Phrase => [
    'Das erste Token, ',
    key(target),
    ', ist ausgelassen: Was von jeder Zeile bleibt, ist auf ',
    amount(1),
    ' gebracht.',
  ],
  emptyRow: (token: TokenView): Phrase => [
    article(token, true),
    query(token),
    ' liest nur das erste Token, das ausgelassen wird: Seine Zeile ist leer.',
  ],
} as const;

const spoken = {
  cell: (token: TokenView, target: TokenView, value: string): string =>
    `${describeToken(token)} liest ${describeToken(target)}: ${value} %`,
  maskedCell: (token: TokenView, target: TokenView): string =>
    `${describeToken(token)}, ${describeToken(target)}: maskiert, die Zukunft`,
  head: (layer: number, head: number): string => `Schicht ${layer}, Kopf ${head}`,
  chip: (token: TokenView, total: number): string =>
    `${token.name}, ${token.index + 1} von ${total}`,
  scoreCell: (token: TokenView, target: TokenView, value: string): string =>
    `${describeToken(token)}, ${describeToken(target)}: Wert ${value}`,
  average: (layer: number): string => `Schicht ${layer}, Mittel ihrer Köpfe`,
  cellIs: (token: TokenView, target: TokenView, value: string): readonly [string, string] => [
    `${describeToken(token)} → ${describeToken(target)}`,
    `: ${value}`,
  ],
  rowSum: (token: TokenView, sum: string, scores: boolean): readonly [string, string] => [
    `die Zeile von ${describeToken(token)}`,
    ` ergibt ${scores ? 'nach Softmax ' : ''}zusammen ${sum}`,
  ],
  leftOutCell: (token: TokenView, target: TokenView): string =>
    `${describeToken(token)} liest ${describeToken(target)}, das ausgelassen ist: 0 %`,
} as const;

const words = {
  lang: 'de',
  openingQuote: '„',
  closingQuote: '“',
  title: 'Aufmerksamkeitslinse',
  recorded: 'aufgezeichnet',
  live: 'live',
  running: 'läuft',
  constructed: 'konstruiert',
  ignoreFirst: 'erstes Token auslassen',
  tokens: 'Tokens des Textes',
  keys: 'Angesehene Tokens',
  looks: 'sieht hin',
  lookedAt: 'wird angesehen',
  reads: 'liest',
  readBy: 'gelesen von',
  layer: 'Schicht',
  head: 'Kopf',
  preview: 'Vorschau',
  matrix: 'Aufmerksamkeitsmatrix',
  causalMatrix: 'Kausale Aufmerksamkeitsmatrix',
  painted: 'bemalt',
  future: 'die Zukunft: maskiert',
  rows: 'Zeilen: wer hinsieht',
  columns: 'Spalten: wer angesehen wird',
  scale: 'Wurzelskala',
  firstLeftOut: 'ohne das erste Token, Zeilen wieder auf 100 % gebracht',
  map: 'Alle Köpfe',
  allHeads: (count: number) => (count === 1 ? 'Der einzige Kopf' : `Alle ${count} Köpfe`),
  layersByHeads: (layers: number, heads: number) =>
    `${layers} ${layers === 1 ? 'Schicht' : 'Schichten'} × ${heads}`,
  mapHint: 'Zeilen: Schichten · Spalten: Köpfe',
  mapKeys: '← ↑ ↓ → wandern, Eingabe hält fest',
  numbers: 'Alle Zahlen dieses Tokens',
  position: 'Position',
  token: 'Token',
  size: (tokens: number, keys: number | null) =>
    keys === null
      ? `${tokens} ${tokens === 1 ? 'Token' : 'Tokens'}`
      : `${tokens} ${tokens === 1 ? 'Token sieht' : 'Tokens sehen'} hin, ${keys} ${keys === 1 ? 'wird' : 'werden'} angesehen`,
  loading: 'Die Aufzeichnung wird geladen …',
  failed: 'Diese Aufzeichnung lässt sich nicht zeigen.',
  nothing: 'Noch gibt es nichts zu zeigen.',
  missing: (isAttribute: boolean) =>
    isAttribute
      ? 'trace muss als Eigenschaft gesetzt werden, nicht als Attribut.'
      : 'Diese Linse hat weder trace noch src noch text. Siehe docs/embedding.md.',
  sourceOf: { recorded: 'Aufzeichnung', live: 'Live-Lauf', constructed: 'Konstruiert' },
  ownText: 'Ihr eigener Text',
  run: 'Live rechnen',
  runLive: (model: string, megabytes: string | null) =>
    megabytes === null ? `Live rechnen: ${model}` : `Live rechnen: ${model}, ${megabytes}\u00a0MB`,
  thisModel: 'dieses Modell',
  alsoLoads: (megabytes: string | null) =>
    `Dazu wird onnxruntime-web geladen, das es ausführt: ${megabytes ?? '14 bis 27'}\u00a0MB.`,
  cancel: 'Abbrechen',
  tryAgain: 'Noch einmal versuchen',
  headNamed: (head: string) => `Kopf ${head}`,
  takeAway: 'Mitnehmen',
  ablate: 'Köpfe abschalten',
  bytes: 'Bytes',
  tokenAt: (position: number, id: number) => `Position ${position} · ID ${id}`,
  average: 'Mittel',
  averageShort: 'Ø',
  headViews: { matrix: 'Matrix', lines: 'Linien' },
  shownAs: 'Gezeigt als',
  stage: 'Stufe der Aufmerksamkeit',
  stages: { scores: 'Werte', masked: 'skaliert und maskiert', softmax: 'Softmax' },
  stageValues: { scores: 'q·k', masked: 'q·k / √d' },
  maskedValue: 'maskiert',
  leftOutValue: 'ausgelassen',
  linear: 'lineare Skala',
  pointAtCell: 'Zeigen Sie auf eine Zelle, um ihre Zahl zu sehen.',
  noStage: 'Diese Aufzeichnung hat keine Werte; gezeigt werden ihre Gewichte.',
  partFailed: (why: string) => `Dieser Teil konnte nicht geladen werden. ${why}`,
  partLoading: 'Wird geladen …',
  sum: 'Summe',
  findHead: 'Einen Kopf finden',
  traits: { previous: 'Vorgänger-Kopf', sink: 'Ruhepunkt-Kopf (attention sink)' },
  behaviours: {
    previous: 'Voriges Token',
    sink: 'Ruhepunkt',
    decisive: 'Am entschiedensten',
  },
  findInvite: 'Welcher Kopf tut es? Die besten auf diesem Text werden markiert.',
  compare: 'Vergleichen',
  noLiveModel: 'Zu dieser Aufzeichnung gibt es kein Modell, das live rechnet.',
} as const;

export const german: LensTerms = { words, phrases, spoken };
