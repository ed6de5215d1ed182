import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { recordingOrganization } from './attendance.policy.ts';
import { inInput, refusals as recordRefusals } from './attendance.refusal.ts';
import { STANDING } from './attendance.statement.ts';
import type { CompletionService } from './completion.service.ts';
import { refusals } from './result.refusal.ts';
import { INSERT_RESULT, RESULT_FACTS, SCORES } from './result.statement.ts';
import { completionRuleOf } from './rules.data.ts';
import { type LearnerStanding, standingOf } from './standing.ts';

interface NewResult {
  enrollmentId: string;
  /** 1 for the first one. */
  attempt: number;
  score: number;
  takenAt: Date;
}

interface ResultCall {
  caller: Caller;
  requestId: string;
}

interface Facts extends RowsOf<typeof RESULT_FACTS> {
  /** The first attempt first. */
  scores: readonly number[];
}

const UNPAID: readonly string[] = ['RESERVED', 'PAID'];
const LEARNING: readonly string[] = ['REDEEMED', 'ATTENDING'];

/** @throws Refusal */
const readFacts = async (tx: EntityManager, enrollmentId: string, organization: string): Promise<Facts> => {
  const [facts] = (await execute(tx, RESULT_FACTS, [enrollmentId, organization])).rows;
  if (!facts) throw inInput(recordRefusals.enrollmentUnknown());
  const { rows } = await execute(tx, SCORES, [facts.participant, facts.enrollment]);
  return { ...facts, scores: rows.map(({ score }) => score) };
};

const readStanding = async (tx: EntityManager, { participant, enrollment }: Facts): Promise<LearnerStanding | null> => {
  const [row] = (await execute(tx, STANDING, [[participant], [enrollment]])).rows;
  return row ? standingOf(row) : null;
};

/** Decides whether the attempt is known with this score. @throws Refusal */
const isRepeated = ({ attempt, score }: NewResult, { scores }: Facts): boolean => {
  const known = scores[attempt - 1];
  if (known === undefined) return false;
  if (known !== score) throw refusals.submitted();
  return true;
};

/** @throws Refusal */
const checkNext = ({ attempt, takenAt }: NewResult, facts: Facts): void => {
  if (UNPAID.includes(facts.status)) throw inInput(recordRefusals.notRedeemed());
  if (!LEARNING.includes(facts.status)) throw inInput(recordRefusals.ended());
  const { attempts } = completionRuleOf(facts.reserved_at);
  if (attempt !== facts.scores.length + 1 || attempt > attempts) throw refusals.attempt(attempts);
  if (facts.paid_at !== null && takenAt < facts.paid_at) throw refusals.takenAt();
};

/** Takes the results of final assessments. */
export class ResultService {
  readonly #completion: CompletionService;
  readonly #now: () => Date;

  constructor({ completion, now }: { completion: CompletionService; now: () => Date }) {
    this.#completion = completion;
    this.#now = now;
  }

  /**
   * Keeps the score of one attempt; its number is its key, so that a repeated call changes nothing. Ends the course for
   * the person where the rule says so.
   * @returns how far the person has come
   * @throws Refusal FORBIDDEN, SCORE_OUT_OF_RANGE, TAKEN_AT_OUT_OF_RANGE, ENROLLMENT_UNKNOWN, VOUCHER_NOT_REDEEMED,
   * ENROLLMENT_ENDED, RESULT_ALREADY_SUBMITTED, ATTEMPT_OUT_OF_RANGE
   */
  async submit(em: EntityManager, result: NewResult, { caller, requestId }: ResultCall) {
    const organization = recordingOrganization(caller);
    touched('Enrollment', result.enrollmentId.slice(0, 36));
    const now = this.#now();
    if (result.score < 0 || result.score > 100) throw refusals.score();
    if (result.takenAt > now) throw refusals.takenAt();
    if (!isUuid(result.enrollmentId)) throw inInput(recordRefusals.enrollmentUnknown());
    return em.transactional(async (tx) => {
      const facts = await readFacts(tx, result.enrollmentId, organization);
      if (isRepeated(result, facts)) return readStanding(tx, facts);
      checkNext(result, facts);
      const { attempt, score, takenAt } = result;
      await execute(tx, INSERT_RESULT, [facts.participant, facts.enrollment, attempt, score, takenAt, now]);
      await this.#completion.settle(tx, [facts.enrollment], { requestId });
      return readStanding(tx, facts);
    });
  }
}
