// What finders say of themselves, in German. The keys are their ids.

import type { FinderWords } from './finder-words.en.js';

const finders: Readonly<Record<string, Omit<FinderWords, 'source'> & Partial<FinderWords>>> = {
  previous: {
    label: 'Voriges Token',
    headName: 'Vorgänger-Kopf',
    summary: 'Jedes Token liest das unmittelbar davor, welches auch immer das ist.',
    formula: 'Mittel von A[q][q−1] über q ≥ 1',
    caveat:
      'Wie gleichmäßig er das tut: Auch ein Kopf, der es bei den meisten Tokens tut und bei einigen nicht, steht hoch.',
    missing: 'In einem Text aus einem einzigen Token steht keines vor einem anderen.',
  },
  sink: {
    label: 'Ruhepunkt',
    headName: 'Ruhepunkt-Kopf (attention sink)',
    summary:
      'Jedes Token lässt seine Aufmerksamkeit auf dem ersten ruhen: Der Kopf hat hier nichts zu tun.',
    formula: 'Mittel von A[q][0] über q ≥ 1',
    caveat:
      'Warum er ruht: Derselbe Kopf kann bei einem anderen Text arbeiten. Bei kurzen Texten ruhen die meisten Köpfe von GPT-2.',
    missing: 'In einem Text aus einem einzigen Token gibt es sonst nichts anzusehen.',
  },
  decisive: {
    label: 'Am entschiedensten',
    headName: 'entschiedenster Kopf',
    summary:
      'Jedes Token sucht sich weiter hinten eines heraus und schenkt ihm einen großen Teil seiner Aufmerksamkeit.',
    formula: 'Mittel von max A[q][k] über q ≥ 3, 1 ≤ k ≤ q−2',
    source: 'nach Voita et al. 2019, Analyzing Multi-Head Self-Attention (confidence eines Kopfes)',
    caveat:
      'Das erste Token, das Token selbst und seinen Nachbarn: Mit ihnen gewänne wieder der Vorgänger-Kopf.',
    missing: 'In einem Text aus weniger als vier Tokens ist jedes entweder das erste oder nahe.',
  },
  'decisive-plain': {
    label: 'Am entschiedensten, einfach',
    headName: 'entschiedenster Kopf (einfache Form)',
    summary:
      'Jedes Token richtet den größten Teil seiner Aufmerksamkeit auf ein einziges, wo es auch steht.',
    formula: 'Mittel von max A[q][k] über q ≥ 1, alle k',
    source: 'Voita et al. 2019, Analyzing Multi-Head Self-Attention (confidence eines Kopfes)',
    caveat: 'Nichts, und so findet es Ruhepunkte und Vorgänger-Köpfe, die immer entschieden sind.',
    missing: 'Ein Text aus einem einzigen Token lässt nichts zu entscheiden.',
  },
  induction: {
    label: 'Induktion',
    headName: 'Induktionskopf',
    summary: 'Er sucht ein früheres Vorkommen des Tokens und liest, was danach kam.',
    formula: 'Mittel von A[q][k+1] bei k < q und Token k = Token q, summiert über alle solche k',
    caveat: 'Ob der Kopf das Modell auch wiederholen lässt, was er gelesen hat (Kopieren).',
    missing: 'Kein Token kommt in diesem Text zweimal vor, also passt nichts zueinander.',
  },
  duplicate: {
    label: 'Doppeltes Token',
    headName: 'Doppelgänger-Kopf',
    summary: 'Ein Token, das schon vorkam, liest seine früheren Vorkommen.',
    formula: 'Mittel von A[q][k] bei k < q und Token k = Token q, summiert über alle solche k',
    caveat: 'Beinahe gleiche: „The“ und „ the“ sind verschiedene Tokens.',
    missing: 'Kein Token kommt in diesem Text zweimal vor, also gibt es nichts wiederzufinden.',
  },
  'same-word': {
    label: 'Gleiches Wort',
    headName: 'Wort-Kopf',
    summary:
      'Ein Stück in der Mitte oder am Ende eines Wortes liest die früheren Stücke seines Wortes.',
    formula: 'Mittel von A[q][k], wo q ein Wort fortsetzt, summiert über dessen frühere Stücke k',
    source: 'von dieser Bibliothek',
    caveat:
      'Dass das frühere Stück meist auch das vorige Token ist: Ein Vorgänger-Kopf steht hier ebenfalls hoch.',
    missing: 'Jedes Wort dieses Textes ist ein einziges Token.',
  },
  broadest: {
    label: 'Am breitesten',
    headName: 'breitester Kopf',
    summary: 'Jedes Token verteilt seine Aufmerksamkeit gleichmäßig auf alles, was es sehen kann.',
    formula: 'Mittel von H(A[q]) / ln(q+1) über q ≥ 1, mit der Entropie H',
    source: 'Clark et al. 2019, What Does BERT Look At? (Entropie von Köpfen)',
    caveat:
      'Worauf er verteilt: Ein Mittel aus allem davor kann nützlich sein, oder ein Zeichen, dass es nichts zu tun gibt.',
    missing: 'Ein Text aus einem einzigen Token lässt nichts zu verteilen.',
  },
  painted: {
    label: 'Ein Muster malen',
    headName: 'Kopf zu Ihrem Muster',
    summary: 'Seine Aufmerksamkeit fällt auf die Zellen, die Sie bemalt haben.',
    formula: 'Mittel über bemalte Zeilen q der Summe von A[q][k] über die bemalten k dieser Zeile',
    source: 'von dieser Bibliothek',
    caveat:
      'Zeilen ohne Farbe. Was zu einem Text passt, kann Zufall sein: Prüfen Sie den Kopf an einem anderen.',
    missing: 'Auf diesen Text ist noch nichts gemalt.',
  },
};

const missing = {
  first: 'Das erste Token ist ausgelassen, und mit ihm alles, was hier zu messen wäre.',
  places:
    'Dieser Text liest andere Tokens als seine eigenen: Keines von ihnen steht vor oder nach einem anderen.',
};

export const german = { finders, missing };
