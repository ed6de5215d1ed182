import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isFrozenSql } from '../freeze/freeze.service.ts';
import type { TrainingBalanceType } from './balance.type.ts';

const BY_PARTICIPANT = {
  name: 'balance-by-participant',
  text: `select participant_id as "participantId", granted, spent, held, returned,
      granted - spent - held - returned as available, expires_on as "expiresOn",
      json_build_object('number', wave_number) as wave, ${isFrozenSql('training_balance.participant_id')} as "isFrozen"
    from training_balance where participant_id = any($1::uuid[])`,
};

type BalanceRow = TrainingBalanceType & { participantId: string };

export const balanceByParticipant = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<BalanceRow>(BY_PARTICIPANT, [ids.filter(isUuid)]),
    ({ participantId }) => participantId,
  );

export const balanceLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  balance: balanceByParticipant(database),
});

export type BalanceLoaders = ReturnType<typeof balanceLoaders>;
