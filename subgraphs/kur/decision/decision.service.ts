import { type Actor, type Application, lockApplication, moveApplication } from '../application/index.ts';
import { reportOf } from '../bureau/index.ts';
import type { Database, Queries } from '../database.ts';
import { productOf } from '../product/index.ts';
import { refusal } from '../refusal.ts';
import { decide } from './decision.policy.ts';
import type { Outcome } from './decision.reasons.ts';

export interface DecisionInput {
  id: string;
  outcome: Outcome;
  reasons: readonly string[];
}

export interface DecisionServiceOptions {
  database: Database;
  now: () => Date;
  /** How long the credit bureau is tried. */
  checkForMs: number;
  onSubmitted?: () => void;
}

const ADD = `insert into decision (application_id, round, officer, outcome, reasons, decided_at)
  values ($1, $2, $3, $4, $5, $6)`;
const APPROVED_BY = `select officer from decision where application_id = $1 and round = $2 and outcome = 'APPROVE'`;
const NEXT_ROUND = `update application set round = round + 1, tries = 0, next_try_at = $2, check_by = $3 where id = $1`;
const ERASE = 'delete from bureau_report where application_id = $1';

const officerOf = (subject: string): Actor => ({ kind: 'OFFICER', subject });

/** What the bank's officers do. */
export class DecisionService {
  readonly #options: DecisionServiceOptions;

  constructor(options: DecisionServiceOptions) {
    this.#options = options;
  }

  /** @throws Refusal */
  decide = ({ id, outcome, reasons }: DecisionInput, subject: string): Promise<Application> =>
    this.#locked(id, async (queries, application) => {
      const now = this.#options.now();
      const { round, product } = application;
      const approved = await queries.rows<{ officer: string }>(APPROVED_BY, [id, round]);
      const facts = {
        application,
        report: await reportOf(queries, application),
        approvedBy: approved.map(({ officer }) => officer),
        product: productOf(product),
        now,
      };
      const decided = decide(facts, { officer: subject, outcome, reasons });
      if ('code' in decided) {
        throw refusal(decided.code, decided.code === 'KUR_REASONS_UNFIT' ? ['input', 'reasons'] : ['input', 'id']);
      }
      await queries.rows(ADD, [id, round, subject, outcome, reasons, now]);
      return moveApplication(queries, application, { to: decided.to, by: officerOf(subject), at: now, reasons });
    });

  /** Has the bureau asked once more; what officers approved by the earlier report is void. @throws Refusal */
  recheck = async (id: string, subject: string): Promise<Application> => {
    const { now, checkForMs, onSubmitted } = this.#options;
    const asked = await this.#locked(id, async (queries, application) => {
      const at = now();
      const report = await reportOf(queries, application);
      // A report that holds is decided by: asking again for a better one is not for officers to choose.
      if (report && report.expiresAt > at) throw refusal('KUR_TRANSITION_ILLEGAL', ['id']);
      const reasons = [application.status === 'UNCHECKED' ? 'BUREAU_UNREACHABLE' : 'REPORT_EXPIRED'];
      const moved = await moveApplication(queries, application, {
        to: 'SUBMITTED',
        by: officerOf(subject),
        at,
        reasons,
      });
      await queries.rows(ERASE, [id]);
      await queries.rows(NEXT_ROUND, [id, at, new Date(at.getTime() + checkForMs)]);
      return { ...moved, round: moved.round + 1 };
    });
    onSubmitted?.();
    return asked;
  };

  #locked(id: string, run: (queries: Queries, application: Application) => Promise<Application>): Promise<Application> {
    return this.#options.database.transaction(async (queries) => {
      const application = await lockApplication(queries, id);
      if (!application) throw refusal('KUR_APPLICATION_UNKNOWN', ['id']);
      return run(queries, application);
    });
  }
}
