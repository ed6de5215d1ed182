import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Entity } from './determined-values.ts';

type Field = GraphQLField<unknown, unknown>;

export const fieldsOf = (type: GraphQLNamedType): Field[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

const literal = (type: GraphQLInputType): string | undefined => {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType) ?? ''}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return undefined;
  return type.name === 'Int' ? '3' : '"x1"';
};

/** `field(args)` with the arguments that it must have; undefined when one is an input object. */
export const call = ({ name, args }: Field): string | undefined => {
  const given = args.filter(isRequiredArgument).map((arg) => [arg.name, literal(arg.type)]);
  if (given.some(([, value]) => value === undefined)) return undefined;
  return given.length === 0 ? name : `${name}(${given.map((pair) => pair.join(': ')).join(', ')})`;
};

/** The field with the first leaf that lies behind it. */
export const selectionOf = (field: Field, depth = 0): string | undefined => {
  const called = call(field);
  const type = getNamedType(field.type);
  if (called === undefined || depth > 4) return undefined;
  if (isLeafType(type)) return called;
  const [first] = fieldsOf(type).flatMap((each) => selectionOf(each, depth + 1) ?? []);
  return `${called} { ${first ?? '__typename'} }`;
};

/** The calls on the shortest way from Query to `target`. */
const wayTo = (schema: GraphQLSchema, target: string): string[] => {
  const query = schema.getQueryType() as GraphQLObjectType;
  let ends: { type: GraphQLNamedType; way: string[] }[] = [{ type: query, way: [] }];
  const visited = new Set<string>([query.name]);
  while (ends.length > 0) {
    const next: typeof ends = [];
    for (const { type, way } of ends) {
      if (type.name === target) return way;
      const possible = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
      next.push(...possible.map((each) => ({ type: each, way: [...way, `... on ${each.name}`] })));
      for (const field of fieldsOf(type)) {
        const to = getNamedType(field.type);
        const called = call(field);
        if (called === undefined || !isCompositeType(to) || visited.has(to.name)) continue;
        visited.add(to.name);
        next.push({ type: to, way: [...way, called] });
      }
    }
    ends = next;
  }
  throw new Error(`no way from Query to ${target}`);
};

/** How the aliased field and the rest are written; every way must mean the same. */
const styles: ((type: string, aliased: string, rest: string) => [selection: string, fragments?: string])[] = [
  (_, aliased, rest) => [`${aliased} ${rest}`],
  (_, aliased, rest) => [`${rest} ... { ${aliased} }`],
  (type, aliased, rest) => [`... on ${type} { ${aliased} } ${rest}`],
  (type, aliased, rest) => [`...A ${rest}`, `fragment A on ${type} { ${aliased} }`],
  (type, aliased, rest) => [`${aliased} ...R`, `fragment R on ${type} { ...S } fragment S on ${type} { ${rest} }`],
];

/** A query that asks for leaves under the names of other fields. */
export interface PairQuery {
  text: string;
  pairs: Pair[];
}

interface Pair {
  leaf: Field;
  alias: string;
}

const pairsPerQuery = 4;

/** The pairs, some at a time, no leaf and no name twice among those of one time. */
const groupsOf = (pairs: readonly Pair[]): Pair[][] => {
  const groups: Pair[][] = [];
  for (const pair of pairs) {
    const group = groups.find((each) => each.length < pairsPerQuery && each.every((other) => areApart(pair, other)));
    if (group) group.push(pair);
    else groups.push([pair]);
  }
  return groups;
};

const areApart = (one: Pair, other: Pair) => one.leaf !== other.leaf && one.alias !== other.alias;

/**
 * Queries for every entity and every ordered pair of its fields: the one, a leaf, under the name of the other, beside
 * a field of each subgraph that knows the entity.
 */
export const pairQueries = (schema: GraphQLSchema, entities: readonly Entity[]): PairQuery[] =>
  entities.flatMap(({ name, bySubgraph }) => {
    const type = schema.getType(name) as GraphQLObjectType;
    const way = wayTo(schema, name);
    const selections = new Map(fieldsOf(type).map((field) => [field.name, selectionOf(field)]));
    const leaves = fieldsOf(type).filter((field) => isLeafType(getNamedType(field.type)) && call(field));
    const pairs = leaves.flatMap((leaf) =>
      [...selections.keys()].filter((each) => each !== leaf.name).map((alias) => ({ leaf, alias })),
    );
    return groupsOf(pairs).map((group, index) => {
      const aliases = group.map(({ alias }) => alias);
      const rest = bySubgraph.flatMap((names) => {
        const others = names.filter((each) => !aliases.includes(each) && selections.get(each) !== undefined);
        return selections.get(others[index % others.length] ?? '') ?? [];
      });
      const style = styles[index % styles.length] ?? styles[0];
      const aliased = group.map(({ leaf, alias }) => `${alias}: ${call(leaf)}`).join(' ');
      const [selection, fragments = ''] = style?.(name, aliased, rest.join(' ') || '__typename') ?? ['__typename'];
      const text = `${way.reduceRight((inner, step) => `{ ${step} ${inner} }`, `{ ${selection} }`)} ${fragments}`;
      return { text, pairs: group };
    });
  });
