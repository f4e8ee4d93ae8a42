// An element as a React component. React sets neither properties nor listeners of a custom element when it hydrates what a
// server has rendered (facebook/react#35446), so both are set here, after every render, and React is told of neither.

import {
  type ComponentType,
  createElement,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';

/** What is needed of an element's class. */
interface ElementClass {
  readonly observedAttributes: readonly string[];
  readonly elementProperties: ReadonlyMap<PropertyKey, unknown>;
  define(): void;
}

interface Props extends Readonly<Record<string, unknown>> {
  readonly ref?: Ref<HTMLElement>;
}

/** `attn-head-change` of `onAttnHeadChange`; `null` for every other name. */
function eventOf(name: string): string | null {
  if (!/^onAttn[A-Z]/.test(name)) return null;
  return name.slice(2).replace(/[A-Z]/g, (letter, at) => `${at ? '-' : ''}${letter.toLowerCase()}`);
}

/**
 * @param elementClass is defined as `tag` when the first component is on the page, so that a server defines nothing.
 * Properties have their own names, as in `ignoreFirst`; an event is heard as in `onAttnRun`; all else goes to React.
 */
export function component(tag: string, elementClass: ElementClass): ComponentType<Props> {
  // biome-ignore lint/correctness/noComponentHookFactories: called once for an element, when its module is loaded.
  function Component({ ref, ...props }: Props) {
    // Reading the attributes is what makes Lit list the properties.
    const { observedAttributes: _, elementProperties } = elementClass;
    const properties: Record<string, unknown> = {};
    const listeners: [event: string, listener: EventListener][] = [];
    const others: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(props)) {
      const event = eventOf(name);
      if (event !== null) {
        if (value) listeners.push([event, value as EventListener]);
      } else if (elementProperties.has(name)) properties[name] = value;
      else others[name] = value;
    }

    const element = useRef<HTMLElement & Record<string, unknown>>(null);
    const given = useRef<Readonly<Record<string, unknown>>>({});
    /** What a property was before it was given. */
    const initial = useRef<Record<string, unknown>>({});

    useLayoutEffect(() => {
      elementClass.define();
      const { current: target } = element;
      if (!target) return;
      for (const name of Object.keys({ ...given.current, ...properties })) {
        const value = properties[name];
        // What the reader has changed since stays, as React's own properties do.
        if (Object.is(value, given.current[name])) continue;
        if (!(name in initial.current)) initial.current[name] = target[name];
        target[name] = value === undefined ? initial.current[name] : value;
      }
      given.current = properties;
    });
    useLayoutEffect(() => {
      const heard = new AbortController();
      for (const [event, listener] of listeners) {
        element.current?.addEventListener(event, listener, { signal: heard.signal });
      }
      return () => heard.abort();
    });
    useImperativeHandle(ref, () => element.current as HTMLElement, []);
    return createElement(tag, { ...others, ref: element });
  }
  Component.displayName = tag;
  return Component;
}
