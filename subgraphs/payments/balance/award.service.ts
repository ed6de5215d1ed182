import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { RETURN_UNSPENT } from './balance.statement.ts';

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
