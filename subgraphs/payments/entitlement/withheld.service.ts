import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { run } from '../../kit/database.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import type { Claim } from '../disbursement/index.ts';
import { isFrozen } from '../freeze/index.ts';
import { SurveyWithheldEntity } from './entitlement.entity.ts';

const query = queriesOver(SurveyWithheldEntity);

const WITHHOLD = query<Claim>()('survey-withhold', (db, { participant, instalment, wave, at }) =>
  db
    .insertInto('survey_withheld')
    .values({ participantId: participant, instalment, waveNumber: wave, submittedAt: at })
    .onConflict((conflict) => conflict.doNothing()),
);

const RELEASE = query<{ people: readonly string[] }>()('survey-release', (db, { people }) =>
  db
    .deleteFrom('survey_withheld')
    .where(isOneOf('survey_withheld.participantId', people, 'uuid'))
    .where((eb) => eb.not(isFrozen('survey_withheld.participantId')))
    .where(sql<boolean>`not exists (select from revocation
      where revocation.participant_id = survey_withheld.participant_id)`)
    .returning(['participantId as participant', 'instalment', 'waveNumber as wave', 'submittedAt as at']),
);

/** Keeps a claim of a person who is frozen; once more changes nothing. */
export const withhold = async (em: EntityManager, claim: Claim): Promise<void> => {
  await run(em, WITHHOLD, claim);
};

/** Removes the claims of those of these people who are neither frozen nor revoked, and returns them. */
export const release = (em: EntityManager, people: readonly string[]): Promise<Claim[]> => run(em, RELEASE, { people });
