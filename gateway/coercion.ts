import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { leafCheckOf } from './input-leaf.ts';
import { limits } from './limits.ts';

type Values = Readonly<Record<string, unknown>>;
type Path = (string | number)[];

export interface ValueFault {
  message: string;
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

  fault(message: string): undefined {
    if (!this.isOver) this.faults.push({ message, path: [...this.#path] });
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
export const missing = (what: string, type: GraphQLInputType): string | undefined =>
  isNonNullType(type) ? `${what} of required type "${type}" was not provided.` : undefined;

const compile = (type: GraphQLInputType): Coercer => {
  if (isNonNullType(type)) {
    const coerce = coercerOf(type.ofType as GraphQLInputType);
    const message = `Expected value of type "${type}".`;
    return (value, run) => (value === null ? run.fault(message) : coerce(value, run));
  }
  if (isListType(type)) return listOf(coercerOf(type.ofType as GraphQLInputType));
  if (isInputObjectType(type)) return objectOf(type);
  const check = leafCheckOf(type);
  if (check === undefined) return (value) => value;
  return (value, run) => (value === null || check.accepts(value) ? value : run.fault(check.message));
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
  whenMissing: string | undefined;
}

const objectOf = (type: GraphQLInputObjectType): Coercer => {
  let fields: readonly Field[] | undefined;
  return (value, run) => {
    if (value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) return run.fault(`Expected value of type "${type}".`);
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
    if (!Object.hasOwn(known, name)) run.fault(`Field "${name}" is not defined by type "${type}".`);
  }
  if (!type.isOneOf) return;
  const [only = ''] = names;
  if (names.length !== 1) run.fault(`OneOf Input Object "${type}" must specify exactly one key.`);
  else if (given[only] === null) run.fault(`Field "${type}.${only}" must be non-null.`);
};
