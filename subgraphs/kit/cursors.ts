import { hash } from 'node:crypto';
import { type GraphQLFieldResolver, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import type { Connection } from './connection.ts';
import { malformedCursor } from './cursor.error.ts';

/**
 * Arguments that choose a place in a list, not a list. `types` is one of them: events are numbered across their types,
 * so that who wants more types goes on where they were.
 */
const placing: ReadonlySet<string> = new Set(['first', 'after', 'afterSequence', 'types']);

const NAME = 8;

const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
};

type Source = { id?: unknown; code?: unknown; number?: unknown } | null | undefined;

/** The name of a list: its field, whose list it is, and what it was narrowed and ordered by. */
const nameOf = (coordinate: string, source: Source, args: Record<string, unknown>): string => {
  const owner = source?.id ?? source?.code ?? source?.number ?? '';
  const chosen = Object.fromEntries(Object.entries(args).filter(([name]) => !placing.has(name)));
  const list = JSON.stringify([coordinate, String(owner), chosen], plain);
  return hash('sha256', list, 'base64url').slice(0, NAME);
};

const named = (connection: Connection<unknown>, name: string): Connection<unknown> => {
  const withName = <C extends string | null>(cursor: C) => (cursor === null ? cursor : `${name}.${cursor}`);
  const { edges, pageInfo } = connection;
  return {
    ...connection,
    edges: edges.map((edge) => ({ ...edge, cursor: `${name}.${edge.cursor}` })),
    pageInfo: { ...pageInfo, startCursor: withName(pageInfo.startCursor), endCursor: withName(pageInfo.endCursor) },
  };
};

type Resolve = GraphQLFieldResolver<unknown, unknown, Record<string, unknown>>;

/**
 * Makes the cursors of a list carry its name, and lets it take no others. A cursor of another list would otherwise be
 * read as a place in this one, and what stands before that place be missed without a word.
 * @throws GraphQLError CURSOR_MALFORMED
 */
const withNames =
  (coordinate: string, resolve: Resolve): Resolve =>
  async (...[source, args, context, info]) => {
    const name = nameOf(coordinate, source as Source, args);
    const { after } = args;
    if (typeof after === 'string' && !after.startsWith(`${name}.`)) throw malformedCursor();
    const asked = typeof after === 'string' ? { ...args, after: after.slice(NAME + 1) } : args;
    const connection = (await resolve(source, asked, context, info)) as Connection<unknown> | null | undefined;
    return connection ? named(connection, name) : connection;
  };

/** Names the cursors of every connection of a schema. */
export const nameCursors = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const isPaged =
        field.args.some(({ name }) => name === 'after') && /Connection$/.test(getNamedType(field.type).name);
      if (isPaged && field.resolve) field.resolve = withNames(`${type.name}.${field.name}`, field.resolve as Resolve);
    }
  }
  return schema;
};
