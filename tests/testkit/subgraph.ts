import { type GraphQLError, graphql } from 'graphql';
import { afterAll } from 'vitest';
import { withAudit } from '../../subgraphs/kit/audit/mutations.ts';
import { anonymous, type Caller } from '../../subgraphs/kit/caller.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../subgraphs/kit/database.ts';
import type { SubgraphSchema } from '../../subgraphs/kit/federation.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import type { RequestFacts } from '../../subgraphs/kit/request.ts';
import { countStatements } from '../../subgraphs/kit/statements.ts';
import { auditTrail } from './audit-trail.ts';
import { databaseFrom } from './database.ts';

export interface SubgraphUnderTest extends Pick<DatabaseOptions, 'entities' | 'migrations'> {
  name: string;
  subgraph: SubgraphSchema;
  wire(database: Database): (facts: RequestFacts) => object;
}

export interface SubgraphAnswer<T> {
  data: T;
  errors: readonly GraphQLError[];
  /** Codes of the errors, in order. */
  codes: unknown[];
  /** SQL statements that it took. */
  statements: number;
}

/** A caller with these scopes, separated by spaces. */
export const callerOf = (id: string, scope: string): Caller => {
  const scopes = new Set(scope.split(' '));
  return { id, org: null, can: (wanted) => scopes.has(wanted) };
};

/** One subgraph over a fresh, migrated database, asked without HTTP. It closes after the test file. */
export const openSubgraph = async ({ name, subgraph, entities, migrations, wire }: SubgraphUnderTest) => {
  const open = (url: string) => openDatabase({ url, name: 'tests', entities, migrations, connections: 4 });
  const url = await databaseFrom(name, async (template) => {
    const database = await open(template);
    await migrate(database);
    await database.close();
  });
  const database = await open(url);
  afterAll(() => database.close());
  const contextOf = withAudit(auditTrail(database), wire(database));
  const ask = async <T>(caller: Caller, source: string, variables: object = {}): Promise<SubgraphAnswer<T>> => {
    const tally = { statements: 0 };
    const contextValue = contextOf({ caller, requestId: crypto.randomUUID(), language: 'en' });
    const variableValues = { ...variables };
    const answer = await countStatements(tally, () =>
      graphql({ schema: subgraph.schema, source, contextValue, variableValues }),
    );
    const errors = answer.errors ?? [];
    // A plain copy: GraphQL's objects have no prototype.
    const data = JSON.parse(JSON.stringify(answer.data ?? null)) as T;
    return { data, errors, codes: errors.map(({ extensions }) => extensions.code), ...tally };
  };
  return {
    database,
    ask,
    askAnonymously: <T>(source: string, variables?: object) => ask<T>(anonymous, source, variables),
  };
};
