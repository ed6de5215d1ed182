import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  parse,
  print,
} from 'graphql';
import type { Holder, Protection } from './protection.ts';

type Field = GraphQLField<unknown, unknown>;

/** Objects inside objects, beside those that only wrap a page. */
const DEPTH = 2;

export interface DocumentFacts {
  operation: 'query' | 'mutation' | 'subscription';
  root: GraphQLObjectType;
  field: Field;
  holder: Holder;
  protection: Protection;
}

const capitalised = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const isPage = ({ name }: GraphQLObjectType) => name.endsWith('Connection');

/** What is asked of a page; `edges` would repeat `nodes`. */
const isOfPage = ({ name }: Field) => name === 'nodes' || name === 'pageInfo' || name.startsWith('total');

const isList = ({ type }: Field) => isListType(isNonNullType(type) ? type.ofType : type);

interface Place {
  /** How many objects deep it still goes. */
  depth: number;
  isInPage: boolean;
}

/** What an object says of itself: its values, and those of the objects in it that take no argument. */
const selectionOf = (type: GraphQLObjectType, { depth, isInPage }: Place, facts: DocumentFacts): string => {
  const { protection, holder } = facts;
  const isOpen = (field: Field) => {
    const inner = getNamedType(field.type).name;
    return protection.isOpenTo(`${type.name}.${field.name}`, holder) && protection.isOpenTo(inner, holder);
  };
  const asked = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.deprecationReason || field.args.some(isRequiredArgument) || !isOpen(field)) return [];
    // Who wants to read these says so in a document of its own.
    if (protection.isSpecific(`${type.name}.${field.name}`)) return [];
    if (isPage(type) && !isOfPage(field)) return [];
    if (isLeafType(inner)) return [field.name];
    // A list inside a list costs as many rows as both have together.
    if (!isObjectType(inner) || isPage(inner) || depth === 0 || (isInPage && isList(field))) return [];
    const isRow = isPage(type);
    const selection = selectionOf(inner, { depth: isRow ? depth : depth - 1, isInPage: isInPage || isRow }, facts);
    return selection ? [`${field.name} ${selection}`] : [];
  });
  return asked.length > 0 ? `{ ${asked.join(' ')} }` : '';
};

const variableOf = ({ name, type, defaultValue }: GraphQLArgument): string => {
  const value = defaultValue === undefined ? undefined : astFromValue(defaultValue, type);
  return `$${name}: ${type}${value ? ` = ${print(value)}` : ''}`;
};

/** A document that asks one root field for everything plain that its sender may read there, with all its arguments. */
export const documentOf = (facts: DocumentFacts): string => {
  const { operation, field } = facts;
  const type = getNamedType(field.type);
  const args = field.args.filter(({ deprecationReason }) => !deprecationReason);
  const variables = args.length > 0 ? `(${args.map(variableOf).join(', ')})` : '';
  const passed = args.length > 0 ? `(${args.map(({ name }) => `${name}: $${name}`).join(', ')})` : '';
  const selection = isObjectType(type) ? selectionOf(type, { depth: DEPTH, isInPage: false }, facts) : '';
  return print(parse(`${operation} ${capitalised(field.name)}${variables} { ${field.name}${passed} ${selection} }`));
};
