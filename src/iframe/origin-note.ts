// Whose words the page shows: a link may bring a title, a text or a trace of its writer's, and the address bar names a site that
// has said nothing of the kind.
// cspell:ignore Aussagen diese dieser geöffnet hier keine Namen Seite sind stammen Texte Zahlen

const NOTES: Readonly<Record<string, (site: string) => string>> = {
  en: (site) =>
    `Names, texts and numbers shown here come from the link that opened this page. They are not statements of ${site || 'this site'}.`,
  de: (site) =>
    `Namen, Texte und Zahlen hier stammen aus dem Link, der diese Seite geöffnet hat. Sie sind keine Aussagen von ${site || 'dieser Website'}.`,
};

/**
 * The note in the language of the page, or in English.
 * @param lang a language tag.
 * @param site the host in the address bar; empty where there is none.
 */
export function originNote(lang: string, site: string): HTMLElement {
  const [language = ''] = lang.toLowerCase().split('-');
  const known = language in NOTES ? language : 'en';
  const note = document.createElement('p');
  note.className = 'origin';
  note.lang = known;
  note.textContent = NOTES[known]?.(site) ?? '';
  return note;
}
