import { type GraphQLSchema, isInterfaceType, isObjectType, parse, validate } from 'graphql';
import type { Finding } from '../finding.ts';
import type { GraphContext, GraphRule } from '../graph-rule.ts';
import type { KeptDocument } from '../revision.ts';
import { findingAt } from '../rule.ts';
import { placesIn } from '../sdl/places.ts';
import { usersOf, verdictOn } from '../users.ts';

const rule = 'contract';

/** Keeps what each audience is shown: a schema, all that it uses, and what its documents ask. */
export const contractRule: GraphRule = (context) => {
  const { gateway, supergraphs } = context;
  const after = gateway?.contractsOf?.(supergraphs.after.sdl);
  const before = after && gateway?.contractsOf?.(supergraphs.before.sdl);
  if (!before || !after) return [];
  const faults = after.faults.filter((fault) => !before.faults.includes(fault));
  const found = faults.map((message) => findingAt(undefined, { rule, code: 'CONTRACT_BROKEN', message, coordinate: '' }));
  if (after.isUndivided && !before.isUndivided) {
    const message = 'no element has the tag of an audience any more: everyone would be shown what officers are';
    return [...found, findingAt(undefined, { rule, code: 'CONTRACT_LOST', message, coordinate: '' })];
  }
  const lost = [...after.schemas].flatMap(([audience, schema]) => {
    const was = before.schemas.get(audience);
    return was ? lossesOf(context, { audience, before: was, after: schema }) : [];
  });
  return [...found, ...lost];
};

interface Contracts {
  audience: string;
  before: GraphQLSchema;
  after: GraphQLSchema;
}

const lossesOf = (context: GraphContext, contracts: Contracts): Finding[] => [
  ...fieldsLost(context, contracts),
  ...documentsLost(context, contracts),
];

/** What goes for everybody is the matter of other rules. */
const fieldsLost = (context: GraphContext, { audience, before, after }: Contracts): Finding[] => {
  const officers = fieldsOf(context.gateway?.contractsOf?.(context.supergraphs.after.sdl).schemas.get('officer'));
  const left = fieldsOf(after);
  const lost = [...fieldsOf(before)].filter((coordinate) => !left.has(coordinate) && officers.has(coordinate));
  return lost.map((coordinate) => {
    const users = usersOf(context.usage, [coordinate]);
    const place = placesIn(context.part.document).find((each) => each.coordinate === coordinate);
    const message = `${coordinate} would not be shown to ${audience} any more: ${verdictOn(users, true)}`;
    const severity = users?.length === 0 ? ('INFO' as const) : ('ERROR' as const);
    return findingAt(place?.node, { rule, code: 'SHOWN_NO_MORE', message, coordinate, severity });
  });
};

const fieldsOf = (schema: GraphQLSchema | undefined): ReadonlySet<string> =>
  new Set(
    Object.values(schema?.getTypeMap() ?? {}).flatMap((type) =>
      (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    ),
  );

const documentsLost = (context: GraphContext, { audience, before, after }: Contracts): Finding[] => {
  const { documents = [], expectations = [] } = context;
  return [...documents, ...expectations].flatMap((document) => {
    const fault = isValid(before, document) ? faultOf(after, document) : undefined;
    if (fault === undefined) return [];
    const { organization: owner, name } = document;
    const message = `${audience} could not ask ${name} of ${owner} any more: ${fault}`;
    return [findingAt(undefined, { rule, code: 'DOCUMENT_NOT_SHOWN', message, coordinate: '', owner })];
  });
};

const isValid = (schema: GraphQLSchema, document: KeptDocument) => faultOf(schema, document) === undefined;

const faultOf = (schema: GraphQLSchema, { text }: KeptDocument): string | undefined => {
  try {
    return validate(schema, parse(text))[0]?.message;
  } catch (error) {
    return (error as Error).message;
  }
};
