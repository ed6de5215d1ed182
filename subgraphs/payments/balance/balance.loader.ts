import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { isFrozen } from '../freeze/index.ts';
import { TrainingBalanceEntity } from './balance.entity.ts';

const query = queriesOver(TrainingBalanceEntity);

const BY_PARTICIPANT = query<{ people: readonly string[] }>()('balance-by-participant', (db, values) =>
  db
    .selectFrom('training_balance')
    .select(['participantId', 'granted', 'spent', 'held', 'returned', 'expiresOn', 'waveNumber'])
    .select([
      sql<bigint>`granted - spent - held - returned`.as('available'),
      isFrozen('training_balance.participantId').as('isFrozen'),
    ])
    .where(isOneOf('participantId', values.people, 'uuid')),
);

const balanceByParticipant = (database: Database) =>
  byKey(
    async (ids: string[]) => {
      const rows = await database.read(BY_PARTICIPANT, { people: ids.filter(isUuid) });
      return rows.map(({ waveNumber, ...balance }) => ({ ...balance, wave: { number: waveNumber } }));
    },
    ({ participantId }) => participantId,
  );

export const balanceLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  balance: balanceByParticipant(database),
});

export type BalanceLoaders = ReturnType<typeof balanceLoaders>;
