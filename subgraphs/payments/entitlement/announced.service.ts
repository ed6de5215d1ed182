import type { EntityManager } from '@mikro-orm/postgresql';
import { run } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { Entitlement } from '../disbursement/index.ts';
import { WaveEntitlementEntity } from './entitlement.entity.ts';

interface AnnouncedTerms {
  wave: number;
  incentive: bigint;
  incentiveInstalments: number;
  survey: bigint;
  surveyInstalments: number;
}

const query = queriesOver(WaveEntitlementEntity);

const REMEMBER = query<AnnouncedTerms>()('entitlement-remember', (db, values) => {
  const { wave, incentive, incentiveInstalments, survey, surveyInstalments } = values;
  return db
    .insertInto('wave_entitlement')
    .values([
      { waveNumber: wave, entitlement: Entitlement.INCENTIVE, amount: incentive, instalments: incentiveInstalments },
      { waveNumber: wave, entitlement: Entitlement.SURVEY, amount: survey, instalments: surveyInstalments },
    ])
    .onConflict((conflict) => conflict.doNothing());
});

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
  await run(em, REMEMBER, {
    wave,
    incentive: BigInt(incentive.amount),
    incentiveInstalments: incentive.instalments,
    survey: BigInt(survey.amount),
    surveyInstalments: survey.instalments,
  });
};
