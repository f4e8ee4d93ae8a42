// How a table of attributes is written. All of this is derived from the one table beside each element: the reactive properties, the
// state in an address and in embed code, the parameters of an iframe, and the tables in `docs/`.

import type { PropertyDeclaration } from 'lit';

/** What Lit is told of a property, and what is known of its attribute besides. */
export interface Attribute extends PropertyDeclaration {
  /** The name of the attribute, if it is not the property's. `false` for a property without one. */
  readonly attribute?: string | boolean;
  /** How its text is read. Text stays text without it. */
  readonly type?: typeof Number | typeof Boolean;
  /**
   * The value without the attribute, which the field in the class begins with: `false` for a switch and `null` for others unless it is
   * here. With `useDefault` the property returns to it when the attribute is removed, and it is not reflected: frameworks complain of
   * attributes that nobody set.
   */
  readonly default?: string | number;
  /** The only values. */
  readonly values?: readonly string[];
  /** Of a number: 0 without it. */
  readonly min?: number;
  readonly max?: number;
  /** A number is whole unless it may be `any`. */
  readonly step?: 'any';
  /** The reader changes it too; without it only the page's author does. */
  readonly by?: 'reader';
  /** It means something on this page only: an address, an id. Links and embed code leave it out. */
  readonly local?: boolean;
}

/** By the name of the property. */
export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * Names of parts, with spaces between them, for the attributes whose values are lists of them. Not in the table, so that a script which
 * needs no list does not carry one.
 */
export type Parts = Readonly<Record<string, string>>;

/** Each attribute with its name and that of its property. */
export function listAttributes(table: Attributes) {
  return Object.entries(table).map(([property, attribute]) => ({
    ...attribute,
    property,
    name: typeof attribute.attribute === 'string' ? attribute.attribute : property,
  }));
}
