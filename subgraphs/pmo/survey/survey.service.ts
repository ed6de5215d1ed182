import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { once } from '../../kit/idempotency.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { personOf } from '../participant/index.ts';
import { policyOf } from '../policy/index.ts';
import { type GivenAnswer, readAnswers } from './survey.answers.ts';
import { SurveySubmissionEntity } from './survey.entity.ts';
import { surveySubmitted } from './survey.events.ts';
import { answersPlace, packAnswers } from './survey.record.ts';
import { refusals } from './survey.refusal.ts';
import { AWARD, LOCK } from './survey.statement.ts';
import type { Answer, Survey } from './survey.ts';
import { surveys } from './surveys.data.ts';

export interface NewSubmission {
  survey: string;
  answers: readonly GivenAnswer[];
}

interface SurveyCall {
  caller: Caller;
  requestId: string;
  key: string;
}

type Award = RowsOf<typeof AWARD>;

interface Submission {
  participant: string;
  survey: Survey;
  answers: Answer[];
  requestId: string;
}

const surveyOf = (code: string): Survey => {
  const survey = surveys.find((each) => each.code === code);
  if (!survey) throw refusals.surveyUnknown();
  return survey;
};

const instalmentsOf = ({ policyVersion }: Award): number => policyOf(policyVersion).survey.instalments;

/** Returns the next instalment, which filling in pays. @throws Refusal */
const instalmentFor = (survey: Survey, award: Award): number => {
  if (award.done.includes(survey.code)) throw refusals.submitted();
  if (!survey.paidUnder.includes(award.policyVersion)) throw refusals.notOpen(award.policyVersion);
  if (award.done.length >= instalmentsOf(award)) throw refusals.instalmentsUsed(instalmentsOf(award));
  return award.done.length + 1;
};

/** Returns the surveys that this person may fill in now, by one statement. */
export const openSurveys = async (database: Database, participantId: string): Promise<Survey[]> => {
  const [award] = await database.rows(AWARD, [participantId]);
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
  async submit(em: EntityManager, input: NewSubmission, call: SurveyCall): Promise<string> {
    const participant = personOf(call.caller);
    const survey = surveyOf(input.survey);
    touched('Survey', survey.code);
    const answers = readAnswers(survey, input.answers);
    const { vault } = this.#options;
    // Few answers are possible: a bare hash of them would tell them.
    const hash = vault.blindIndex('answers', packAnswers(answers)).toString('base64url');
    const body = { survey: survey.code, answers: hash };
    const keyed = { caller: participant, operation: 'submitSurvey', key: call.key, body };
    return em.transactional((tx) =>
      once(tx, keyed, () => this.#submit(tx, { participant, survey, answers, requestId: call.requestId })),
    );
  }

  async #submit(tx: EntityManager, { participant, survey, answers, requestId }: Submission): Promise<string> {
    const { vault, outbox, now } = this.#options;
    await execute(tx, LOCK, [participant]);
    const [award] = (await execute(tx, AWARD, [participant])).rows;
    if (!award) throw refusals.awardRequired();
    const instalment = instalmentFor(survey, award);
    const { wave, policyVersion } = award;
    const submittedAt = now();
    const id = uuidv7(submittedAt.getTime());
    const place = answersPlace({ id, participantId: participant });
    const [sealed = null] = await vault.seal(tx, [{ ...place, value: packAnswers(answers) }]);
    tx.create(SurveySubmissionEntity, {
      id,
      participantId: participant,
      surveyCode: survey.code,
      waveNumber: wave,
      policyVersion,
      instalment,
      sealed,
      submittedAt,
    });
    const facts = { participant, wave, policyVersion, survey: survey.code, instalment };
    await outbox.add(tx, surveySubmitted, { data: { ...facts, at: submittedAt.toISOString() }, requestId });
    return id;
  }
}
