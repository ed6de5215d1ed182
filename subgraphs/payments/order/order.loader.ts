import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { PayoutLaneEntity } from './order.entity.ts';

const query = queriesOver(PayoutLaneEntity);

const LANES = query<{ partners: readonly string[] }>()('payout-lane-by-partner', (db, { partners }) =>
  db
    .selectFrom('payout_lane')
    .select(['partnerCode as partner', 'isPaused', 'perSecond', 'dailyLimit', 'daySum as orderedThatDay'])
    .select(['changedBy', 'changedAt'])
    .where(isOneOf('partnerCode', partners, 'text')),
);

const lanesOf = (database: Database, partners: readonly string[]) => database.read(LANES, { partners });

export const orderLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  payoutLane: byKey(
    (partners: string[]) => lanesOf(database, partners),
    ({ partner }) => partner,
  ),
});

export type OrderLoaders = ReturnType<typeof orderLoaders>;
