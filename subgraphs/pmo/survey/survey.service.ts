import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { once } from '../../kit/idempotency.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { personOf } from '../participant/index.ts';
import { policyOf } from '../policy/index.ts';
import { type GivenAnswer, readAnswers } from './survey.answers.ts';
import { surveySubmitted } from './survey.events.ts';
import { answersPlace, packAnswers } from './survey.record.ts';
import { refusals } from './survey.refusal.ts';
import type { Answer, Survey } from './survey.ts';
import { surveys } from './surveys.data.ts';

export { surveys } from './surveys.data.ts';

export interface NewSubmission {
  survey: string;
  answers: readonly GivenAnswer[];
}

export interface Asked {
  caller: Caller;
  requestId: string;
  key: string;
}

/** A person's award, as far as it still pays surveys. */
interface Award {
  wave: number;
  policyVersion: string;
  /** Surveys that were filled in: each has claimed an instalment. */
  done: string[];
}

// An award that was revoked pays nothing any more, nor one of who is barred.
const AWARD = `select award_claim.wave_number as wave, wave.policy_version as "policyVersion",
    array(select survey_code from survey_submission where participant_id = participant.id) as done
  from participant join award_claim on participant_id = participant.id join wave on wave.number = award_claim.wave_number
  where participant.id = $1::uuid and participant.status in ('RECIPIENT', 'ACTIVE', 'ALUMNI') and revoked_at is null
    and not exists (select from subject_key where subject_id = participant.id and destroyed_at is not null)`;

const READ_AWARD = { name: 'survey-award', text: AWARD };

// Calls of one person come one after the other, and none beside an erasure. A new statement sees what the last one left.
const LOCK = 'select from participant where id = $1 for no key update';

const INSERT = `insert into survey_submission
    (id, participant_id, survey_code, wave_number, policy_version, instalment, sealed, submitted_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const surveyOf = (code: string): Survey => {
  const survey = surveys.find((each) => each.code === code);
  if (!survey) throw refusals.surveyUnknown();
  return survey;
};

const instalmentsOf = ({ policyVersion }: Award): number => policyOf(policyVersion).survey.instalments;

/** The next instalment that filling in pays. @throws Refusal */
const instalmentFor = (survey: Survey, award: Award | undefined): number => {
  if (!award) throw refusals.awardRequired();
  if (award.done.includes(survey.code)) throw refusals.submitted();
  if (!survey.paidUnder.includes(award.policyVersion)) throw refusals.notOpen(award.policyVersion);
  if (award.done.length >= instalmentsOf(award)) throw refusals.instalmentsUsed(instalmentsOf(award));
  return award.done.length + 1;
};

/** Surveys that this person may fill in now, of one statement. */
export const openSurveys = async (database: Database, participantId: string): Promise<Survey[]> => {
  const [award] = await database.rows<Award>(READ_AWARD, [participantId]);
  if (!award || award.done.length >= instalmentsOf(award)) return [];
  return surveys.filter(({ code, paidUnder }) => !award.done.includes(code) && paidUnder.includes(award.policyVersion));
};

export interface SurveyServiceOptions {
  vault: Vault;
  outbox: Outbox;
  now: () => Date;
}

/** Takes filled-in surveys. */
export class SurveyService {
  readonly #options: SurveyServiceOptions;

  constructor(options: SurveyServiceOptions) {
    this.#options = options;
  }

  /**
   * Keeps the caller's answers, sealed by the person's key, and claims the next survey instalment of the award.
   * @returns the submission's id
   * @throws Refusal FORBIDDEN, SURVEY_UNKNOWN, AWARD_REQUIRED, SURVEY_NOT_OPEN, SURVEY_ALREADY_SUBMITTED,
   * SURVEY_INSTALMENTS_USED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, and those of `readAnswers`
   */
  async submit(em: EntityManager, input: NewSubmission, asked: Asked): Promise<string> {
    const participant = personOf(asked.caller);
    const survey = surveyOf(input.survey);
    touched('Survey', survey.code);
    const answers = readAnswers(survey, input.answers);
    const { vault } = this.#options;
    // Few answers are possible: a bare hash of them would tell them.
    const hash = vault.blindIndex('answers', packAnswers(answers)).toString('base64url');
    const call = { caller: participant, operation: 'submitSurvey', key: asked.key };
    return em.transactional((tx) =>
      once(tx, { ...call, body: { survey: survey.code, answers: hash } }, () =>
        this.#submit(tx, { participant, survey, answers, requestId: asked.requestId }),
      ),
    );
  }

  async #submit(
    tx: EntityManager,
    {
      participant,
      survey,
      answers,
      requestId,
    }: { participant: string; survey: Survey; answers: Answer[]; requestId: string },
  ): Promise<string> {
    const { vault, outbox, now } = this.#options;
    await execute(tx, LOCK, [participant]);
    const [award] = (await execute<Award>(tx, AWARD, [participant])).rows;
    const instalment = instalmentFor(survey, award);
    const { wave, policyVersion } = award as Award;
    const at = now();
    const id = uuidv7(at.getTime());
    const place = answersPlace({ id, participantId: participant });
    const [sealed] = await vault.seal(tx, [{ ...place, value: packAnswers(answers) }]);
    await execute(tx, INSERT, [id, participant, survey.code, wave, policyVersion, instalment, sealed, at]);
    const facts = { participant, wave, policyVersion, survey: survey.code, instalment };
    await outbox.add(tx, surveySubmitted, { data: { ...facts, at: at.toISOString() }, requestId });
    return id;
  }
}
