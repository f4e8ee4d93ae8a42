// What finders say of themselves, in German. The keys are their ids.

import type { FinderWords } from './finder-words.js';

const finders: Readonly<Record<string, FinderWords>> = {
  previous: {
    label: 'Voriges Token',
    headName: 'Vorgänger-Kopf',
    does: 'Jedes Token liest das unmittelbar davor, welches auch immer das ist.',
    leavesOut:
      'Wie gleichmäßig er das tut: Auch ein Kopf, der es bei den meisten Tokens tut und bei einigen nicht, steht hoch.',
    missing: 'In einem Text aus einem einzigen Token steht keines vor einem anderen.',
  },
  sink: {
    label: 'Ruhepunkt',
    headName: 'Ruhepunkt-Kopf (attention sink)',
    does: 'Jedes Token lässt seine Aufmerksamkeit auf dem ersten ruhen: Der Kopf hat hier nichts zu tun.',
    leavesOut:
      'Warum er ruht: Derselbe Kopf kann bei einem anderen Text arbeiten. Bei kurzen Texten ruhen die meisten Köpfe von GPT-2.',
    missing: 'In einem Text aus einem einzigen Token gibt es sonst nichts anzusehen.',
  },
  decisive: {
    label: 'Am entschiedensten',
    headName: 'entschiedenster Kopf',
    does: 'Jedes Token sucht sich weiter hinten eines heraus und schenkt ihm einen großen Teil seiner Aufmerksamkeit.',
    leavesOut:
      'Das erste Token, das Token selbst und seinen Nachbarn: Mit ihnen gewänne wieder der Vorgänger-Kopf.',
    missing: 'In einem Text aus weniger als vier Tokens ist jedes entweder das erste oder nahe.',
  },
  'decisive-plain': {
    label: 'Am entschiedensten, einfach',
    headName: 'entschiedenster Kopf (einfache Form)',
    does: 'Jedes Token richtet den größten Teil seiner Aufmerksamkeit auf ein einziges, wo es auch steht.',
    leavesOut:
      'Nichts, und so findet es Ruhepunkte und Vorgänger-Köpfe, die immer entschieden sind.',
    missing: 'Ein Text aus einem einzigen Token lässt nichts zu entscheiden.',
  },
  induction: {
    label: 'Induktion',
    headName: 'Induktionskopf',
    does: 'Er sucht ein früheres Vorkommen des Tokens und liest, was danach kam.',
    leavesOut: 'Ob der Kopf das Modell auch wiederholen lässt, was er gelesen hat (Kopieren).',
    missing: 'Kein Token kommt in diesem Text zweimal vor, also passt nichts zueinander.',
  },
  duplicate: {
    label: 'Doppeltes Token',
    headName: 'Doppelgänger-Kopf',
    does: 'Ein Token, das schon vorkam, liest seine früheren Vorkommen.',
    leavesOut: 'Beinahe gleiche: „The“ und „ the“ sind verschiedene Tokens.',
    missing: 'Kein Token kommt in diesem Text zweimal vor, also gibt es nichts wiederzufinden.',
  },
  'same-word': {
    label: 'Gleiches Wort',
    headName: 'Wort-Kopf',
    does: 'Ein Stück in der Mitte oder am Ende eines Wortes liest die früheren Stücke seines Wortes.',
    leavesOut:
      'Dass das frühere Stück meist auch das vorige Token ist: Ein Vorgänger-Kopf steht hier ebenfalls hoch.',
    missing: 'Jedes Wort dieses Textes ist ein einziges Token.',
  },
  broadest: {
    label: 'Am breitesten',
    headName: 'breitester Kopf',
    does: 'Jedes Token verteilt seine Aufmerksamkeit gleichmäßig auf alles, was es sehen kann.',
    leavesOut:
      'Worauf er verteilt: Ein Mittel aus allem davor kann nützlich sein, oder ein Zeichen, dass es nichts zu tun gibt.',
    missing: 'Ein Text aus einem einzigen Token lässt nichts zu verteilen.',
  },
  painted: {
    label: 'Ein Muster malen',
    headName: 'Kopf zu Ihrem Muster',
    does: 'Seine Aufmerksamkeit fällt auf die Zellen, die Sie bemalt haben.',
    leavesOut:
      'Zeilen ohne Farbe. Was zu einem Text passt, kann Zufall sein: Prüfen Sie den Kopf an einem anderen.',
    missing: 'Auf diesen Text ist noch nichts gemalt.',
  },
};

export const german = { finders };
