import { type GraphQLNamedType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import type { Path, Step } from './access-graph.ts';

export const forms = ['direct', 'alias', 'named fragment', 'inline fragment'] as const;
export type Form = (typeof forms)[number];

/** Arguments by coordinate, as GraphQL. */
export type Arguments = Readonly<Record<string, string>>;

/** Drawn anew for each answer, or dear by what is in it: asked for by itself alone. */
export const costly: ReadonlySet<string> = new Set(['Certificate.pdf', 'Application.applicant']);

/** All that is a leaf, or else what lies behind the objects. */
export const selectionOf = (type: GraphQLNamedType): string => {
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(
    ({ name, args }) => !args.some(isRequiredArgument) && !costly.has(`${type.name}.${name}`),
  );
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

const keyOf = ({ field }: Step, form: Form, index: number) =>
  form === 'alias' ? `way${index}_${field.name}` : field.name;

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

/** Paths with the same parent at their end, which one operation may ask for together. */
export type Paths = readonly [Path, ...Path[]];

const operationOf = (paths: Paths, { form, given, select }: Shape): string => {
  const callAt = (step: Step, index: number, selection: string) => {
    const key = keyOf(step, form, index);
    return `${key === step.field.name ? '' : `${key}: `}${callOf(step, given)} ${selection}`.trim();
  };
  const [first] = paths;
  const way = first.slice(0, -1);
  const { parent } = first.at(-1) as Step;
  const wanted = paths
    .map((path) => path.at(-1) as Step)
    .map((step) => callAt(step, way.length, select(getNamedType(step.field.type))))
    .join(' ');
  const ends: Record<Form, string> = {
    direct: `{ ${wanted} }`,
    alias: `{ ${wanted} }`,
    'named fragment': '{ ...Wanted }',
    'inline fragment': `{ ... on ${parent} { ${wanted} } }`,
  };
  const inner = way.reduceRight((selection, step, index) => {
    const call = callAt(step, index, selection);
    return form === 'inline fragment' ? `{ ... on ${step.parent} { ${call} } }` : `{ ${call} }`;
  }, ends[form]);
  return form === 'named fragment'
    ? `query Access ${inner} fragment Wanted on ${parent} { ${wanted} }`
    : `query Access ${inner}`;
};

/** An operation that asks for the last fields of `paths` and for nothing else. */
export const documentOf = (paths: Paths, form: Form, given: Arguments): string =>
  operationOf(paths, { form, given, select: selectionOf });

/** The same, which asks for no more than the ids of what the fields lead to. */
export const briefDocumentOf = (paths: Paths, given: Arguments): string =>
  operationOf(paths, { form: 'direct', given, select: idOrSelectionOf });
