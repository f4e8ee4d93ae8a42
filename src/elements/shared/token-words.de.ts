// What tokens are called in German.

export const german = {
  names: {
    '\n': 'Zeilenumbruch',
    '\r': 'Wagenrücklauf',
    '\t': 'Tabulator',
    ' ': 'Leerzeichen',
    spaces: (count: number): string => `${count} Leerzeichen`,
    empty: 'leeres Token',
    part: (part: string, character: string): string => `${part} von ${character}`,
  },
} as const;
