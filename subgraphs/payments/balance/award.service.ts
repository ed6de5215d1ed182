import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { TrainingBalanceEntity } from './balance.entity.ts';
import { RETURN_UNSPENT } from './balance.statement.ts';

interface Award {
  participant: string;
  wave: number;
}

const query = queriesOver(TrainingBalanceEntity);

const LOCK = query<Award>()('balance-lock-award', (db, { participant, wave }) =>
  db
    .selectFrom('training_balance')
    .select('participantId')
    .where('participantId', '=', participant)
    .where('waveNumber', '=', wave)
    .forNoKeyUpdate(),
);

/** Locks the balance of an award, so that its revocation comes wholly before or after. @returns whether there is one */
export const lockAward = async (em: EntityManager, award: Award): Promise<boolean> =>
  (await run(em, LOCK, award)).length > 0;

interface RevokedAwards {
  participants: readonly string[];
  wave: number;
  at: Date;
}

/**
 * Takes what is left of the balances of one wave's people, for the caller to post: one statement, however many.
 * @returns of each person with anything left: how much was taken, and how much is held for a purchase and stays
 */
export const returnUnspent = async (em: EntityManager, { participants, wave, at }: RevokedAwards) =>
  (await execute(em, RETURN_UNSPENT, [participants, wave, at])).rows;
