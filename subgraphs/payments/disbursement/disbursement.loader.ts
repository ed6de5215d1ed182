import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import type { IdKey } from '../../kit/page.ts';
import type { DisbursementType } from './disbursement.type.ts';

const columns = `id, json_build_object('id', participant_id) as participant,
  json_build_object('number', wave_number) as wave, entitlement, instalment, amount, status,
  partner_code as "partnerCode", partner_reference as "partnerReference", due_at as "dueAt",
  settled_at as "settledAt"`;

const BY_ID = { name: 'disbursement-by-id', text: `select ${columns} from disbursement where id = any($1::uuid[])` };

const BY_PARTICIPANT = {
  name: 'disbursements-by-participant',
  text: `select page.* from unnest($1::uuid[]) as parent(parent_id) cross join lateral (
      select ${columns} from disbursement
      where participant_id = parent.parent_id and ($2::uuid is null or id < $2) order by id desc limit $3
    ) page`,
};

export const disbursementById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<DisbursementType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

/** Newest first, which is the order of the ids: one statement for all participants of a page. */
export const disbursementsByParticipant = (database: Database) =>
  pagesByParent<IdKey, DisbursementType>(
    (participants, page) =>
      database.rows(BY_PARTICIPANT, [participants.filter(isUuid), page.after?.[0] ?? null, page.first + 1]),
    ({ participant }) => participant.id,
  );

export const disbursementLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  disbursement: disbursementById(database),
  disbursements: disbursementsByParticipant(database),
});

export type DisbursementLoaders = ReturnType<typeof disbursementLoaders>;
