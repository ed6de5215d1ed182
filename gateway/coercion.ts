import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Text } from '../subgraphs/kit/language.ts';
import { leafCheckOf } from './input-leaf.ts';
import { limits } from './limits.ts';
import { exactlyOneKey, expectedType, nonNullField, notProvided, unknownField } from './structure-text.ts';

type Values = Readonly<Record<string, unknown>>;
type Path = (string | number)[];

export interface ValueFault {
  text: Text;
  path: readonly (string | number)[];
}

/** One run: where it is, and what it found. Faults are as few and as short as their reader needs. */
export class Coercion {
  readonly faults: ValueFault[] = [];
  readonly #path: Path = [];

  get isOver(): boolean {
    return this.faults.length >= limits.inputErrors;
  }

  at(key: string | number, value: unknown, coerce: Coercer): unknown {
    this.#path.push(key);
    const coerced = coerce(value, this);
    this.#path.pop();
    return coerced;
  }

  fault(text: Text): undefined {
    if (!this.isOver) this.faults.push({ text, path: [...this.#path] });
    return undefined;
  }
}

/**
 * Coerces one value to one type. Leaves stay as they were sent, since they go on as JSON. GraphQL's own coercion makes
 * what JSON cannot carry of them, and repeats the whole value in each of its errors.
 */
export type Coercer = (value: unknown, run: Coercion) => unknown;

const compiled = new WeakMap<GraphQLInputType, Coercer>();

export const coercerOf = (type: GraphQLInputType): Coercer => {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const coercer = compile(type);
  compiled.set(type, coercer);
  return coercer;
};

/** What to say when `what`, of this type, is left out; undefined when it may be. */
export const missing = (what: string, type: GraphQLInputType): Text | undefined =>
  isNonNullType(type) ? notProvided(what, String(type)) : undefined;

const compile = (type: GraphQLInputType): Coercer => {
  if (isNonNullType(type)) {
    const coerce = coercerOf(type.ofType as GraphQLInputType);
    const text = expectedType(String(type));
    return (value, run) => (value === null ? run.fault(text) : coerce(value, run));
  }
  if (isListType(type)) return listOf(coercerOf(type.ofType as GraphQLInputType));
  if (isInputObjectType(type)) return objectOf(type);
  const check = leafCheckOf(type);
  if (check === undefined) return (value) => value;
  return (value, run) => (value === null || check.accepts(value) ? value : run.fault(check.text));
};

const listOf =
  (coerce: Coercer): Coercer =>
  (value, run) => {
    if (value === null) return null;
    if (!Array.isArray(value)) return [coerce(value, run)];
    const items: unknown[] = [];
    for (let index = 0; index < value.length && !run.isOver; index++) items.push(run.at(index, value[index], coerce));
    return items;
  };

interface Field {
  name: string;
  coerce: Coercer;
  fallback: unknown;
  whenMissing: Text | undefined;
}

const objectOf = (type: GraphQLInputObjectType): Coercer => {
  let fields: readonly Field[] | undefined;
  return (value, run) => {
    if (value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) return run.fault(expectedType(String(type)));
    // At first use: an input type may hold itself.
    fields ??= fieldsOf(type);
    const given = value as Values;
    const coerced: Record<string, unknown> = {};
    for (const { name, coerce, fallback, whenMissing } of fields) {
      if (run.isOver) break;
      if (Object.hasOwn(given, name)) coerced[name] = run.at(name, given[name], coerce);
      else if (fallback !== undefined) coerced[name] = fallback;
      else if (whenMissing !== undefined) run.fault(whenMissing);
    }
    checkNames(type, given, run);
    return coerced;
  };
};

const fieldsOf = (type: GraphQLInputObjectType): Field[] =>
  Object.values(type.getFields()).map(({ name, type: fieldType, defaultValue }) => {
    const whenMissing = missing(`Field "${type}.${name}"`, fieldType);
    return { name, coerce: coercerOf(fieldType), fallback: defaultValue, whenMissing };
  });

const checkNames = (type: GraphQLInputObjectType, given: Values, run: Coercion): void => {
  const names = Object.keys(given);
  const known = type.getFields();
  for (const name of names) {
    if (run.isOver) break;
    if (!Object.hasOwn(known, name)) run.fault(unknownField(name, String(type)));
  }
  if (!type.isOneOf) return;
  const [only = ''] = names;
  if (names.length !== 1) run.fault(exactlyOneKey(String(type)));
  else if (given[only] === null) run.fault(nonNullField(`${type}.${only}`));
};
