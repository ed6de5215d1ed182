import { isBroken } from './broken-text.ts';

export interface ValueLimits {
  /** Objects and lists in each other. */
  depth: number;
  /** The number of objects, lists and leaves, all levels together. */
  values: number;
  /** The length of strings and keys, all levels together. */
  characters: number;
}

/** What makes a JSON value unfit, and where: keys and indexes, outermost first. */
export interface ValueFault {
  what: keyof ValueLimits | 'text' | 'key' | 'number';
  path: (string | number)[];
}

// As a key each of them may reach the prototype of an object that something is merged into.
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
export const isReserved = (key: string): boolean => reserved.has(key);

interface Frame {
  container: Readonly<Record<string | number, unknown>>;
  /** Undefined for a list. */
  keys: readonly string[] | undefined;
  length: number;
  next: number;
}

const frameOf = (container: object): Frame => {
  const keys = Array.isArray(container) ? undefined : Object.keys(container);
  const { length } = keys ?? (container as unknown[]);
  return { container: container as Frame['container'], keys, length, next: 0 };
};

/** Walks parsed JSON once, without recursion, and stops at the first fault: broken text, reserved keys, excess. */
export const findFault = (value: object, limits: ValueLimits): ValueFault | undefined => {
  const frames = [frameOf(value)];
  let values = 0;
  let characters = 0;
  const fault = (what: ValueFault['what']): ValueFault => {
    const path = frames.filter(({ next }) => next > 0).map(({ keys, next }) => keys?.[next - 1] ?? next - 1);
    return { what, path };
  };
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (frame.next === frame.length) {
      frames.pop();
      continue;
    }
    // Counted before it is walked: a list of a million is refused at its first item.
    if (frame.next === 0 && values + frame.length > limits.values) return fault('values');
    const key = frame.keys?.[frame.next];
    const item = frame.container[key ?? frame.next];
    frame.next += 1;
    values += 1;
    if (key !== undefined) {
      characters += key.length;
      if (isReserved(key) || isBroken(key)) return fault('key');
    }
    if (typeof item === 'string') {
      characters += item.length;
      if (characters > limits.characters) return fault('characters');
      if (isBroken(item)) return fault('text');
    } else if (typeof item === 'number') {
      if (!Number.isFinite(item)) return fault('number');
    } else if (typeof item === 'object' && item !== null) {
      if (frames.length >= limits.depth) return fault('depth');
      frames.push(frameOf(item));
    }
  }
  return undefined;
};
