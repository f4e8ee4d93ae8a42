// Every word of the finder, in German.

import type { RankedHead } from '../../runtime/heads/index.js';
import { finderWords } from '../shared/finder-words.js';
import { headName, scoreText } from '../shared/score-text.js';
import type { FinderTable } from './head-finder.terms.en.js';

const score = (value: number, decimals = 2) =>
  scoreText(value, decimals).replace('.', value < 1 ? '0,' : ',');

/** Of what is a little more and not yet one, too. */
const scoreSpoken = (value: number) => score(value).replace('>', '');

/** The score of a head that falls short, told apart from what it falls short of. */
function lessThan(threshold: number, value: number): string {
  return score(value) === score(threshold) ? `etwas weniger als ${score(threshold)}` : score(value);
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const measured = { text: '', probe: 'an der Probe', published: 'veröffentlicht' } as const;

const sentences: FinderTable['sentences'] = {
  notFound: (best, others, threshold) => {
    const tie =
      others === 0 ? '' : `, wie ${others === 1 ? 'ein anderer' : `${others} andere`} auch`;
    return `Kein Kopf tut das hier. Der beste ist ${headName(best)} mit ${lessThan(threshold, best.score)} von 1${tie}; nötig wären ${score(threshold)}.`;
  },
  fallsShort: (shown, threshold) =>
    `${headName(shown)} tut das hier nicht: Platz ${shown.place} mit ${lessThan(threshold, shown.score)} von 1; nötig wären ${score(threshold)}.`,
  tie: (shown, others, name) => {
    const named = others.length > 4 ? `${others.length} anderen Köpfen` : others.join(', ');
    return `${headName(shown)} teilt sich mit ${named} Platz ${shown.place}: ${name}.`;
  },
  found: (shown: RankedHead, name: string) =>
    shown.place === 1
      ? `${headName(shown)} steht an erster Stelle: ${name}.`
      : `${headName(shown)} steht auf Platz ${shown.place}: ${name}.`,
  spokenNotFound: (best) =>
    `Kein Kopf tut das hier. Der beste ist Schicht ${best.layer}, Kopf ${best.head}, Wert ${scoreSpoken(best.score)}.`,
  spokenFallsShort: (shown) =>
    `Schicht ${shown.layer}, Kopf ${shown.head} tut das nicht: Wert ${scoreSpoken(shown.score)}, Platz ${shown.place}.`,
  spoken: (shown, name, basis) => {
    const where = `Schicht ${shown.layer}, Kopf ${shown.head}, Wert ${scoreSpoken(shown.score)}`;
    const tie = shown.tied ? ', Gleichstand' : '';
    const of = basis === 'text' ? '' : `, ${measured[basis]}`;
    const place = shown.place === 1 ? '' : `, Platz ${shown.place}`;
    return `${capital(name)}: ${where}${place}${tie}${of}`;
  },
  cell: (layer, head, entry, of) => {
    const name = `Schicht ${layer}, Kopf ${head}`;
    return entry ? `${name}: Wert ${score(entry.score)}, Platz ${entry.place} von ${of}` : name;
  },
  lesson: (entry, other, basis) => {
    const where = basis === 'text' ? 'bei diesem Text' : measured[basis];
    return `Derselbe Kopf steht auch unter „${other}“ auf Platz ${entry.place} (${score(entry.score)}, ${where}).`;
  },
};

const reasons: FinderTable['reasons'] = {
  'induction sink':
    'Ein Induktionskopf, der nichts Passendes findet, ruht auf dem ersten Token: ein Kopf, zwei Arten von Text.',
  'duplicate sink':
    'Ohne ein früheres Vorkommen ruht er auf dem ersten Token: ein Kopf, zwei Arten von Text.',
  'repeats sink':
    'Wenn sich nichts wiederholt, ruht er auf dem ersten Token: ein Kopf, zwei Arten von Text.',
  'previous same-word':
    'Das frühere Stück eines Wortes ist meist das vorige Token: Eine Gewohnheit genügt für beides.',
  'decisive-plain previous':
    'Nur das vorige Token zu lesen ist schon von sich aus entschieden: Darum lässt die andere Form es aus.',
  'decisive-plain sink':
    'Nur das erste Token zu lesen ist schon von sich aus entschieden: Darum lässt die andere Form es aus.',
  'same-word sink':
    'Das frühere Stück eines Wortes ist hier das erste Token des Textes: Eine Gewohnheit genügt für beides.',
  'decisive induction':
    'Was er wiederfindet, liegt weit zurück und bekommt das meiste: Das ist von sich aus entschieden.',
  other: 'Beides passt zu diesem Kopf: Seine Matrix zeigt, was er bei diesem Text tut.',
};

const words: FinderTable['words'] = {
  lang: 'de',
  score,
  title: 'Kopfsuche',
  behaviours: 'Verhaltensweisen',
  invite:
    'Wählen Sie ein Verhalten: Gesucht wird der Kopf, der es in diesem Modell und Text am stärksten zeigt.',
  loading: 'Die Aufzeichnung wird geladen …',
  failed: 'Diese Aufzeichnung lässt sich nicht zeigen.',
  nothing: 'Noch gibt es nichts zu durchsuchen.',
  noLens: (id) => `Auf dieser Seite gibt es noch keine Linse mit der id „${id}“.`,
  measuredOn: 'Gemessen an',
  bases: { text: 'diesem Text', probe: 'der Probe', published: 'Veröffentlichtem' },
  ofText: (model) => `Die Werte sind die von ${model} bei diesem Text.`,
  ofModel: (model) => `Diese Werte gehören zu ${model}, nicht zu diesem Text:`,
  probeDetail: (seeds, length) =>
    `Mittel aus ${seeds} Texten von ${length} zufälligen Tokens, zweimal gesagt, ± die Standardabweichung`,
  plain: 'einfache Form, nichts ausgelassen',
  definition: 'Wert',
  caveat: 'Lässt aus',
  source: 'Definition',
  published: 'Veröffentlicht',
  passing: (count, of, threshold) =>
    count === of && of > 1
      ? `Alle ${of} Köpfe erreichen ${score(threshold)}.`
      : `${count} von ${of} ${of > 1 ? 'Köpfen erreichen' : 'Kopf erreicht'} ${score(threshold)}.`,
  publishedNone: (known, finder) =>
    known
      ? `Zu „${finderWords(finder).label}“ kennen wir keine veröffentlichte Liste.`
      : 'Zu den Köpfen dieses Modells kennen wir nichts Veröffentlichtes.',
  publishedPlace: (entry) =>
    `Auch dort steht ${headName(entry)} auf Platz ${entry.place}, mit ${score(entry.score)}:`,
  publishedName: (name) => `Als „${name}“ nennt ihn`,
  firstLeftOut: 'Das erste Token ist ausgelassen, wie in der Linse.',
  runProbe: 'An der Probe messen',
  loadingModel: (percent) => `Das Modell wird geladen: ${percent} % …`,
  cancel: 'Abbrechen',
  probing: (done, of) => `Es wird gemessen: Text ${done + 1} von ${of} …`,
  lookAtProbe: 'Die Probe ansehen',
  backToText: 'Zurück zum Text',
  loadAndProbe: (model, size) =>
    `${model} laden, ${size.replace('.', ',')} MB, und an der Probe messen`,
  loadFromHub: (model, cost) => `${model} laden, ${cost}, und an der Probe messen`,
  repeating: 'The wizard raised his staff, and the wizard',
  tryText: (text) => `Nehmen Sie einen Text, in dem sich Wörter wiederholen, etwa „${text}“.`,
  putIntoLens: 'In die Linse setzen',
  inLens: 'Er steht im Textfeld der Linse: Lassen Sie ihn dort rechnen.',
  noProbe:
    'Die Probe braucht das Modell selbst: Lassen Sie in einer Linse live einen Text rechnen und suchen Sie darin.',
  paintHint:
    'Klicken Sie auf Zellen der Matrix in der Linse oder malen Sie darüber, oder gehen Sie mit den Pfeiltasten hin und drücken Sie die Eingabetaste. Ebenso wird Gemaltes abgewischt.',
  paintNeedsLens: 'Zum Malen gehört eine Linse.',
  wipe: 'Alles abwischen',
  ranking: 'Beste Köpfe',
  gap: (gap) => (gap < 0.005 ? 'gleich' : `−${gap.toFixed(2).replace('.', ',')}`),
  allScores: 'Werte aller Köpfe',
  mapLegend: 'Zeilen: Schichten · Spalten: Köpfe',
  table: 'Alle Köpfe als Tabelle',
  cutTable: (count, of) => `${count} von ${of} Köpfen; die Datei hat alle.`,
  place: 'Platz',
  head: 'Kopf',
  scoreColumn: 'Wert',
  spread: '±',
  csv: 'CSV herunterladen',
  kinds: { recorded: 'aufgezeichnet', live: 'live', constructed: 'konstruiert' },
  tokens: (count) => `${count} Tokens`,
  stays: 'bis der laufende Live-Lauf zu Ende ist',
  publishedIn: 'veröffentlicht,',
  exact: (value) => score(value, 3),
};

export const german: FinderTable = { words, sentences, reasons };
