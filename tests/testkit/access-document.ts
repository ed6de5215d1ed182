import { type GraphQLNamedType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import type { Path, Step } from './access-graph.ts';

export const forms = ['direct', 'alias', 'named fragment', 'inline fragment'] as const;
export type Form = (typeof forms)[number];

/** Arguments by coordinate, as GraphQL. */
export type Arguments = Readonly<Record<string, string>>;

/** All that is a leaf, or else what lies behind the objects. */
export const selectionOf = (type: GraphQLNamedType): string => {
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const chosen = leaves.length > 0 ? leaves : fields;
  return `{ ${chosen.map((field) => `${field.name} ${selectionOf(getNamedType(field.type))}`).join(' ')} }`;
};

const samples: Readonly<Record<string, string>> = { Int: '1', String: '"Matriks-matriks"', ID: '"matriks"' };

/** Values for the required arguments of plain types; undefined when there are none. */
const plainArguments = ({ args }: Step['field']): string | undefined => {
  const required = args.filter((each) => isRequiredArgument(each) && each.name !== 'first');
  const values = required.map(({ name, type }) => `${name}: ${samples[String(getNamedType(type))] ?? 'null'}`);
  return values.length > 0 ? values.join(', ') : undefined;
};

/** The field with its arguments; lists ask for one row. */
export const callOf = ({ parent, field }: Step, given: Arguments): string => {
  const own = given[`${parent}.${field.name}`] ?? plainArguments(field);
  const first = field.args.some(({ name }) => name === 'first') ? 'first: 1' : undefined;
  const all = [own, first].filter((text) => text !== undefined);
  return all.length === 0 ? field.name : `${field.name}(${all.join(', ')})`;
};

const keyOf = ({ field }: Step, form: Form, index: number) => (form === 'alias' ? `way${index}` : field.name);

/** Returns the response path of the last field of `path`, without indexes of lists. */
export const responsePath = (path: Path, form: Form): string[] => path.map((step, index) => keyOf(step, form, index));

/** The id alone, where there is one. */
const idOrSelectionOf = (type: GraphQLNamedType): string =>
  isObjectType(type) && type.getFields().id ? '{ id }' : selectionOf(type);

interface Shape {
  form: Form;
  given: Arguments;
  select(type: GraphQLNamedType): string;
}

const operationOf = (path: Path, { form, given, select }: Shape): string => {
  let fragment = '';
  const inner = path.reduceRight(
    (selection, step, index) => {
      const key = keyOf(step, form, index);
      const call = `${key === step.field.name ? '' : `${key}: `}${callOf(step, given)} ${selection}`.trim();
      if (form === 'inline fragment') return `{ ... on ${step.parent} { ${call} } }`;
      if (form === 'named fragment' && index === path.length - 1) {
        fragment = `fragment Wanted on ${step.parent} { ${call} }`;
        return '{ ...Wanted }';
      }
      return `{ ${call} }`;
    },
    select(getNamedType((path.at(-1) as Step).field.type)),
  );
  return `query Access ${inner} ${fragment}`.trim();
};

/** An operation that asks for the last field of `path` and for nothing else. */
export const documentOf = (path: Path, form: Form, given: Arguments): string =>
  operationOf(path, { form, given, select: selectionOf });

/** The same, which asks for no more than the id of what the field leads to. */
export const briefDocumentOf = (path: Path, given: Arguments): string =>
  operationOf(path, { form: 'direct', given, select: idOrSelectionOf });
