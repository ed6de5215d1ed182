import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';

const REMEMBER = `insert into wave_entitlement (wave_number, entitlement, amount, instalments)
  values ($1, 'INCENTIVE', $2, $3), ($1, 'SURVEY', $4, $5) on conflict do nothing`;

/** What one recipient can be paid, in whole rupiah. */
export interface Instalments {
  amount: number;
  instalments: number;
}

/** Remembers what a wave's recipients were told that they can be paid; the first event of the wave says it. */
export const rememberAnnounced = async (
  em: EntityManager,
  { wave, incentive, survey }: { wave: number; incentive: Instalments; survey: Instalments },
): Promise<void> => {
  await execute(em, REMEMBER, [wave, incentive.amount, incentive.instalments, survey.amount, survey.instalments]);
};
