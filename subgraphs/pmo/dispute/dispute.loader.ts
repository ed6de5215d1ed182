import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { BY_ID, BY_PARTICIPANT, LIST, OPINIONS } from './dispute.statement.ts';
import type { DisputeStatus } from './dispute.status.ts';
import type { DisputeOpinionType, IdentityDisputeType } from './dispute.type.ts';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Disputes in the order in which they were opened; null for every status. */
export const listDisputes = (
  database: Database,
  page: Page<IdKey>,
  status: DisputeStatus | null,
): Promise<IdentityDisputeType[]> => database.rows(LIST, [page.after?.[0] ?? BEFORE_ALL, status, page.first + 1]);

export const disputeLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  identityDispute: byKey<string, IdentityDisputeType>(
    (ids) => database.rows(BY_ID, [ids]),
    ({ id }) => id,
  ),
  identityDisputes: pagesByParent<IdKey, IdentityDisputeType>(
    (people, page) => database.rows(BY_PARTICIPANT, [people, below(page), page.first + 1]),
    ({ participantId }) => participantId,
  ),
  disputeOpinions: new DataLoader<string, DisputeOpinionType[]>(async (ids) => {
    const found = Map.groupBy(await database.rows(OPINIONS, [ids]), ({ disputeId }) => disputeId);
    return ids.map((id) => found.get(id) ?? []);
  }),
});

export type DisputeLoaders = ReturnType<typeof disputeLoaders>;
