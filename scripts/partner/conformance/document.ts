import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { needsArguments } from './facts.ts';

type Field = GraphQLField<unknown, unknown>;
type Values = Readonly<Record<string, unknown>>;

/** An id that nobody has: the nil UUID of version 7. */
export const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';

const byScalar: Readonly<Record<string, unknown>> = {
  ID: UNKNOWN_ID,
  String: 'sample',
  Int: 1,
  Float: 1,
  Boolean: true,
  Rupiah: 1,
  Date: '2026-01-05',
  DateTime: '2026-01-05T08:00:00+07:00',
};

/** A value that an argument of this type takes; the least that is asked for. */
export const valueFor = (type: GraphQLInputType): unknown => {
  if (isNonNullType(type)) return valueFor(type.ofType);
  if (isListType(type)) return [valueFor(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return byScalar[type.name] ?? 'sample';
  const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(needed.map(({ name, type: inner }) => [name, valueFor(inner)]));
};

const literal = (value: unknown, type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (value === null || value === undefined) return 'null';
  if (isListType(type)) return `[${(value as unknown[]).map((each) => literal(each, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (!isInputObjectType(type)) return JSON.stringify(value);
  const fields = type.getFields();
  const written = Object.entries(value as Values).flatMap(([name, inner]) => {
    const field = fields[name];
    return field ? [`${name}: ${literal(inner, field.type)}`] : [];
  });
  return `{${written.join(', ')}}`;
};

/** The arguments of a field as a document writes them: those that it demands, and those that are given. */
export const argumentsOf = ({ args }: Field, given: Values = {}): string => {
  const written = args
    .filter(({ name, type, defaultValue }) => name in given || (isNonNullType(type) && defaultValue === undefined))
    .map(({ name, type }) => `${name}: ${literal(name in given ? given[name] : valueFor(type), type)}`);
  return written.length === 0 ? '' : `(${written.join(', ')})`;
};

/**
 * Whether the gateway asks this subgraph for a field by the key alone: what is external is another's, and what requires
 * fields of another gets them beside the key.
 */
const isByKey = ({ astNode }: Field): boolean =>
  !astNode?.directives?.some(({ name }) => /^(?:federation__)?(?:external|requires)$/.test(name.value));

/** The leaves of a type that can be asked without an argument, to some depth. */
export const selectionOf = (type: GraphQLOutputType, depth = 3): string => {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const inner = isObjectType(named) && depth > 0 ? Object.values(named.getFields()) : [];
  const fields = inner.flatMap((field) => {
    if (needsArguments(field) || !isByKey(field)) return [];
    const selection = selectionOf(field.type, depth - 1);
    return selection === ' { __typename }' && depth <= 1 ? [] : [`${field.name}${selection}`];
  });
  return ` { ${['__typename', ...fields].join(' ')} }`;
};

/** One field with its arguments and what is asked below it. */
export const fieldText = (field: Field, given: Values = {}): string =>
  `${field.name}${argumentsOf(field, given)}${selectionOf(field.type)}`;
