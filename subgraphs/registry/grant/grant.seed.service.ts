import { sql } from 'kysely';
import type { Grant } from '../../../schema/registry/grant.ts';
import { run, type Transaction } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { GrantEntity, type GrantRow } from './grant.entity.ts';
import { GrantStatus } from './grant.status.ts';

const query = queriesOver(GrantEntity);

const ADD = query<Omit<GrantRow, 'status' | 'endedBy' | 'endReason' | 'endsOn' | 'offerId'>>()('grant-add', (db, row) =>
  db.insertInto('ownership_grant').values({
    id: row.id,
    owner: row.owner,
    grantee: row.grantee,
    element: row.element,
    permissions: row.permissions,
    fields: row.fields,
    fromDay: row.fromDay,
    untilDay: row.untilDay,
    reason: row.reason,
    status: sql.lit(GrantStatus.GRANTED),
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    acceptedBy: row.acceptedBy,
    grantedBy: row.grantedBy,
    decidedAt: row.decidedAt,
    endedBy: null,
    endReason: null,
    endsOn: null,
    dataClass: row.dataClass,
    dataPurpose: row.dataPurpose,
    isConsentNeeded: row.isConsentNeeded,
    offerId: null,
  }),
);

const ANY = query()('grant-any', (db) => db.selectFrom('ownership_grant').select('id').limit(1));

/** Keeps the grants that the graph begins with; nothing where there are any. */
export const addGrants = async (tx: Transaction, grants: readonly Grant[], now: Date): Promise<void> => {
  if ((await run(tx, ANY, {})).length > 0) return;
  for (const { owner, to: grantee, on: element, may, fields, from, until, grantedBy, approvedBy, terms } of grants) {
    await run(tx, ADD, {
      id: uuidv7(now.getTime()),
      owner,
      grantee,
      element,
      permissions: [...may],
      fields: fields ? [...fields] : null,
      fromDay: from,
      untilDay: until ?? null,
      reason: 'The graph began with it.',
      requestedBy: 'bootstrap',
      requestedAt: now,
      acceptedBy: grantedBy,
      grantedBy: approvedBy,
      decidedAt: now,
      dataClass: terms?.class ?? null,
      dataPurpose: terms?.purpose ?? null,
      isConsentNeeded: terms?.isConsentNeeded ?? null,
    });
  }
};
