// The words of the export drawer, in German.

import type { ExportTerms } from './export.terms.en.js';

export const german: ExportTerms = {
  words: {
    saveAs: 'Speichern als',
    files: {
      png: 'Bild',
      svg: 'Bild zum Bearbeiten',
      json: 'Der ganze Lauf, den eine Linse wieder lädt',
      csv: 'Die Matrix als Zahlen',
    },
    filesAwaited: 'Dateien und Code gibt es, sobald der Lauf zu Ende ist.',
    guessFirst: 'Dateien zeigen, was der Kopf tut: Es gibt sie, sobald Sie geraten haben.',
    notTaken: (problem: string) => `Das ging nicht. ${problem}`,
    saved: (name: string) => `Gespeichert als ${name}.`,
    linkToThis: 'Link hierher',
    copy: 'Kopieren',
    copyLink: 'Den Link kopieren',
    copyCode: 'Den Code kopieren',
    copied: 'Kopiert.',
    embed: 'Einbetten',
    embedCode: 'Code zum Einbetten',
    scriptTag: 'Script-Tag',
    frame: 'Iframe',
    noFrame:
      'Ein Iframe kann das nicht zeigen: Der Lauf hat keine Adresse. Der Script-Tag nimmt ihn mit.',
    liveFrame:
      'Der Iframe hat den Text, nicht die Zahlen: Wer ihn liest, lässt das Modell rechnen.',
    queryAxis: 'sieht hin (Query)',
    keyAxis: 'wird angesehen (Key)',
  },
};
