import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { FactEntity } from './fact.entity.ts';
import type { NumberedFact } from './fact.ts';

const query = queriesOver(FactEntity);

interface FactPage {
  organization: string;
  /** Null for every type. */
  types: readonly string[] | null;
  after: number;
  rows: number;
}

const PAGE = query<FactPage>()('facts-of-organization', (db, { organization, types, after, rows }) =>
  db
    .selectFrom('fact')
    .select(['id', 'organizationId', 'sequence', 'type', 'subject', 'data', 'occurredAt'])
    .where('organizationId', '=', organization)
    .where('sequence', '>', sql<bigint>`${after}`)
    .where(sql<boolean>`(${types}::text[] is null or ${isOneOf('type', types as readonly string[], 'text')})`)
    .orderBy('sequence')
    .limit(rows),
);

/** Returns the facts of an organisation behind a number, in the order of their numbers. */
export const readFacts = (database: Database, page: FactPage): Promise<NumberedFact[]> =>
  database.read(PAGE, page) as Promise<NumberedFact[]>;
