import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './connection.ts';
import type { Entity } from './facts.ts';

/** Asks for an entity's key again, so that an answer says whom it is about. */
export const keySelection = ({ type, key }: Entity): string => `... on ${type.name} { __typename ${key} }`;

/** The list of `_entities`; undefined where there is none. */
export const entitiesIn = ({ json }: Answer): unknown[] | undefined => {
  const list = json?.data?._entities;
  return Array.isArray(list) ? list : undefined;
};

/** Whether an answer is about this key: undefined where it is null. */
export const isAbout = (found: unknown, representation: Readonly<Record<string, unknown>>): boolean | undefined =>
  found === null ? undefined : isDeepStrictEqual({ ...(found as object) }, { ...representation });
