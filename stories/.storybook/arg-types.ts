// The controls and API tables of an element, made from custom-elements.json. Storybook's own reading of that file gives one
// row to things of the same name, as the slot, the state and the property "error", and knows no CSS states.

import type { ArgTypes } from '@storybook/web-components-vite';
import type {
  Attribute,
  ClassMember,
  CustomElementDeclaration,
  CustomElementField,
} from 'custom-elements-manifest';

type ArgType = ArgTypes[string];
type Row = readonly [key: string, argType: ArgType];

/**
 * A row for everything the element offers. Those with a control are keyed by the property they set, as the args of a story
 * are; all others are keyed as they are written in HTML or CSS.
 */
export function toArgTypes(element: CustomElementDeclaration): ArgTypes {
  const members: readonly ClassMember[] = element.members ?? [];
  const fields = members.filter((member): member is CustomElementField => member.kind === 'field');
  const methods = members.filter(({ kind }) => kind === 'method');
  return Object.fromEntries<ArgType>([
    ...(element.attributes ?? []).map(attributeRow),
    ...fields.filter(({ attribute }) => !attribute).map(propertyRow),
    ...methods.map((method) => textRow('methods', `${method.name}()`, method)),
    ...(element.events ?? []).map((event) => textRow('events', event.name, event)),
    ...(element.slots ?? []).map((slot) =>
      textRow('slots', `<slot${slot.name && ` name="${slot.name}"`}>`, slot),
    ),
    ...(element.cssParts ?? []).map((part) => textRow('CSS parts', `::part(${part.name})`, part)),
    ...(element.cssProperties ?? []).map((property) =>
      textRow('CSS properties', property.name, property),
    ),
    ...(element.cssStates ?? []).map((state) =>
      textRow('CSS states', `:state(${state.name})`, state),
    ),
  ]);
}

function attributeRow(attribute: Attribute): Row {
  const { name, fieldName = name, type } = attribute;
  const [, row] = textRow('attributes', name, attribute);
  const property = fieldName === name ? '' : ` Property: \`${fieldName}\`.`;
  return [
    fieldName,
    {
      ...row,
      description: `${row.description}${property}`,
      control: control(type?.text ?? ''),
    },
  ];
}

/** A property without an attribute takes or gives an object, for which there is no control. */
function propertyRow(field: CustomElementField): Row {
  const [key, row] = textRow('properties', field.name, field);
  return [
    key,
    {
      ...row,
      description: `${field.readonly ? 'Read-only. ' : ''}${row.description}`,
    },
  ];
}

interface Documented {
  readonly description?: string;
  readonly type?: { readonly text: string };
  readonly default?: string;
}

/** A row without a control, named as it is written. */
function textRow(category: string, name: string, item: Documented): Row {
  return [
    name,
    {
      name,
      description: item.description ?? '',
      control: false,
      // An empty object leaves the place empty, where nothing at all would print a dash.
      table: {
        category,
        type: item.type ? { summary: item.type.text } : {},
        defaultValue: item.default === undefined ? {} : { summary: item.default },
      },
    },
  ];
}

function control(type: string): NonNullable<ArgType['control']> {
  if (type === 'boolean') return { type: 'boolean' };
  if (/\bnumber\b/.test(type)) return { type: 'number', min: 0 };
  return { type: 'text' };
}
