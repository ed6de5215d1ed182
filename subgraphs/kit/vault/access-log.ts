import type { EntityManager } from '@mikro-orm/postgresql';
import type { Caller } from '../caller.ts';
import { type Database, execute } from '../database.ts';
import type { Kit, Work } from '../feature.ts';
import { pagesByParent } from '../loader.ts';
import { createMonths } from '../months.ts';
import { below, type IdKey } from '../page.ts';
import { daily } from '../periodic.ts';

/** Why protected data is read. */
export enum AccessPurpose {
  SERVICE = 'SERVICE',
  AUDIT = 'AUDIT',
  SUPPORT = 'SUPPORT',
}

export interface Access {
  subjectId: string;
  fields: readonly string[];
  /** Purpose of the read; null for fields that ask for none. */
  purpose: AccessPurpose | null;
}

/** Data of a person that a partner's subgraph was sent. */
export interface PartnerAccess {
  at: string;
  /** The partner's organisation, and its subgraph. */
  organization: string;
  subgraph: string;
  subjectId: string;
  fields: readonly string[];
  /** Purposes, in the words of the terms that the data's owners agreed to. */
  terms: readonly string[];
  requestId: string;
}

export interface AccessEntry {
  id: string;
  at: Date;
  readerId: string;
  readerOrg: string | null;
  subjectId: string;
  fields: string[];
  purpose: AccessPurpose | null;
  terms: string[] | null;
  requestId: string;
}

// Field names hold no space, and PostgreSQL has no arrays of arrays of different lengths.
const ADD = {
  name: 'access-log-add',
  text: `insert into access_log (reader_id, reader_org, request_id, subject_id, fields, purpose)
    select $1, $2, $3, subject_id, string_to_array(fields, ' '), purpose
    from unnest($4::uuid[], $5::text[], $6::text[]) as access (subject_id, fields, purpose)`,
};

const LIST = {
  name: 'access-log-by-subject',
  text: `select entry.* from unnest($1::uuid[]) as subject (id) cross join lateral (
      select id, at, reader_id as "readerId", reader_org as "readerOrg", subject_id as "subjectId", fields, purpose,
        terms, request_id as "requestId"
      from access_log where subject_id = subject.id and access_log.id < $2 order by access_log.id desc limit $3
    ) entry`,
};

/** People, fields and purposes, each as one array for PostgreSQL. */
export const accessColumns = (accesses: readonly Access[]) => [
  accesses.map(({ subjectId }) => subjectId),
  accesses.map(({ fields }) => fields.join(' ')),
  accesses.map(({ purpose }) => purpose),
];

/**
 * Writes down what is about to be shown, in one statement. Call it before the values leave: what cannot be written down
 * is not shown.
 */
export const recordAccess = async (
  database: Database,
  accesses: readonly Access[],
  { caller, requestId }: { caller: Caller; requestId: string },
): Promise<void> => {
  if (accesses.length === 0) return;
  await database.rows(ADD, [caller.id, caller.org, requestId, ...accessColumns(accesses)]);
};

const ADD_OF_PARTNERS = `insert into access_log
    (at, reader_id, reader_org, request_id, subject_id, fields, purpose, terms)
  select at, subgraph, organization, "requestId", "subjectId", fields, null, terms
    from jsonb_to_recordset($1::jsonb) as access (at timestamptz, subgraph text, organization text, "requestId" text,
      "subjectId" uuid, fields text[], terms text[])`;

/** Writes down what partners were sent of people, all by one statement. */
export const recordPartnerAccess = async (tx: EntityManager, accesses: readonly PartnerAccess[]): Promise<void> => {
  if (accesses.length > 0) await execute(tx, ADD_OF_PARTNERS, [JSON.stringify(accesses)]);
};

/** Pages of who read a person's data, newest first; one statement for all people. */
export const accessesBySubject = (database: Database) =>
  pagesByParent<IdKey, AccessEntry>(
    (subjects, page) => database.rows<AccessEntry>(LIST, [subjects, below(page), page.first + 1]),
    ({ subjectId }) => subjectId,
  );

/** Makes the partitions of this month and the next two; what falls in a month without one goes to the default. */
export const createAccessLogMonths = (database: Pick<Database, 'pool'>, now: Date): Promise<void> =>
  createMonths(database, 'create_access_log_month', now);

export const accessLogMonths = ({ database, log, now }: Pick<Kit, 'database' | 'log' | 'now'>): Work =>
  daily(() => createAccessLogMonths(database, now()), { log, failure: 'no partition of the access log was made' });
