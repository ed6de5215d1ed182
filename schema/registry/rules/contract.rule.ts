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
  const found = faults.map((message) =>
    findingAt(undefined, { rule, code: 'CONTRACT_BROKEN', message, coordinate: '' }),
  );
  if (after.isUndivided && !before.isUndivided) {
    const message = 'no element has the tag of an audience any more: everyone would be shown what officers are';
    return [...found, findingAt(undefined, { rule, code: 'CONTRACT_LOST', message, coordinate: '' })];
  }
  const all: Contracts[] = [...after.schemas].flatMap(([audience, schema]) => {
    const was = before.schemas.get(audience);
    return was ? [{ audience, before: was, after: schema }] : [];
  });
  const whole = after.schemas.get('officer');
  const said = { all, whole };
  return [...found, ...all.flatMap((each) => fieldsLost(context, each, whole)), ...documentsLost(context, said)];
};

interface Contracts {
  audience: string;
  before: GraphQLSchema;
  after: GraphQLSchema;
}

/** What goes for everybody is the matter of other rules. */
const fieldsLost = (
  context: GraphContext,
  { audience, before, after }: Contracts,
  whole: GraphQLSchema | undefined,
): Finding[] => {
  const left = fieldsOf(after);
  const everything = fieldsOf(whole);
  const lost = [...fieldsOf(before)].filter((coordinate) => !left.has(coordinate) && everything.has(coordinate));
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

interface AllContracts {
  all: readonly Contracts[];
  /** What is shown to whoever is shown everything. */
  whole: GraphQLSchema | undefined;
}

const documentsLost = (context: GraphContext, { all, whole }: AllContracts): Finding[] => {
  const { documents = [], expectations = [] } = context;
  return [...documents, ...expectations]
    .filter((document) => whole && isValid(whole, document))
    .flatMap((document) => {
      const lost = all.filter(({ before, after }) => isValid(before, document) && !isValid(after, document));
      const [first] = lost;
      if (!first) return [];
      const { organization: owner, name } = document;
      const who = lost.map(({ audience }) => audience).join(', ');
      const message = `${who} could not ask ${name} of ${owner} any more: ${faultOf(first.after, document)}`;
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
