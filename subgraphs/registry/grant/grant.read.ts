import { sql } from 'kysely';
import { type Grant, termsOf } from '../../../schema/registry/grant.ts';
import type { DataUseTerms } from '../../../schema/registry/terms.ts';
import type { Database } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { GrantEntity, type GrantRow, shownColumns } from './grant.entity.ts';
import { GrantStatus } from './grant.status.ts';

const query = queriesOver(GrantEntity);

const DECIDED = query()('grant-decided', (db) =>
  db
    .selectFrom('ownership_grant')
    .select(shownColumns)
    .where('status', 'in', [sql.lit(GrantStatus.GRANTED), sql.lit(GrantStatus.REVOKED)])
    .orderBy('id'),
);

/** What owners consented to, as the rules read it. */
export interface Consents {
  grants: Grant[];
  terms: DataUseTerms[];
}

type DecidedGrant = Pick<GrantRow, (typeof shownColumns)[number]>;

const grantOf = (row: DecidedGrant): Grant => ({
  owner: row.owner,
  to: row.grantee,
  on: row.element,
  may: row.permissions,
  ...(row.fields && { fields: row.fields }),
  from: row.fromDay,
  ...(row.untilDay && { until: row.untilDay }),
  grantedBy: row.acceptedBy ?? '',
  approvedBy: row.grantedBy ?? '',
  ...(row.endsOn && { revokedOn: row.endsOn }),
  ...termsIn(row),
});

const termsIn = ({ dataClass, dataPurpose, isConsentNeeded }: DecidedGrant): Pick<Grant, 'terms'> =>
  dataClass === null || dataPurpose === null || isConsentNeeded === null
    ? {}
    : { terms: { class: dataClass, purpose: dataPurpose, isConsentNeeded } };

/** Returns all that was granted, with its dates; `without` leaves one grant out. */
export const readConsents = async (database: Database, without?: string): Promise<Consents> => {
  const rows = await database.read(DECIDED, {});
  const grants = rows.filter(({ id }) => id !== without).map(grantOf);
  return { grants, terms: grants.flatMap(termsOf) };
};
