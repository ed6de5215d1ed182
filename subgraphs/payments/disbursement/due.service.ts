import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { MAKE_SURVEYS_DUE } from './disbursement.statement.ts';

/** An instalment that a recipient has earned. */
export interface Claim {
  participant: string;
  wave: number;
  instalment: number;
  /** The time from which it may be paid. */
  at: Date;
}

/**
 * Makes instalments for filled-in surveys due, for the caller to post: one statement, however many.
 * @returns those that were not due before, with the amount that was announced for their wave
 */
export const makeSurveysDue = async (em: EntityManager, claims: readonly Claim[]) => {
  const columns = [
    claims.map(({ participant }) => participant),
    claims.map(({ wave }) => wave),
    claims.map(({ instalment }) => instalment),
    claims.map(({ at }) => at),
  ];
  return (await execute(em, MAKE_SURVEYS_DUE, columns)).rows;
};
