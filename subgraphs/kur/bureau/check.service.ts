import { type Application, lockApplication, moveApplication, SYSTEM } from '../application/index.ts';
import type { Database } from '../database.ts';
import { productOf } from '../product/index.ts';
import { type BureauAnswer, BureauError, type CreditBureau } from './bureau.port.ts';
import { eraseExpired, keepReport } from './bureau.statement.ts';
import { waitMs } from './pace.policy.ts';

export interface CheckServiceOptions {
  database: Database;
  bureau: CreditBureau;
  now: () => Date;
  /** Longer than one try: who claimed a check and ended is followed by another. */
  leaseMs: number;
  /** From 0 up to 1. */
  chance?: () => number;
  onFailure?: (error: unknown, applicationId: string) => void;
}

interface Claim {
  id: string;
  round: number;
  tries: number;
}

// Each is taken by one worker; without consent nobody is asked about.
const CLAIM = `update application set tries = tries + 1, next_try_at = $1::timestamptz + $2 * interval '1 millisecond'
  where id in (
    select application.id from application join consent on consent.application_id = application.id
    where status = 'SUBMITTED' and next_try_at <= $1 and check_by > $1 and withdrawn_at is null
    order by next_try_at limit $3 for update of application skip locked
  ) returning id, round, tries`;
const OVERDUE = `select id from application where status = 'SUBMITTED' and check_by <= $1 order by check_by limit $2`;
const WAIT = `update application set next_try_at = $3 where id = $1 and round = $2 and status = 'SUBMITTED'`;

const BATCH = 20;

/** Asks the credit bureau about applications: each until it answers, or its time is over. */
export class CheckService {
  readonly #options: CheckServiceOptions;

  constructor(options: CheckServiceOptions) {
    this.#options = options;
  }

  /** Asks about all that are due. @returns how many */
  run = async (): Promise<number> => {
    const { database, now, leaseMs } = this.#options;
    await eraseExpired(database, now());
    await this.#giveUp();
    const claims = await database.rows<Claim>(CLAIM, [now(), leaseMs, BATCH]);
    await Promise.all(claims.map((claim) => this.#check(claim)));
    return claims.length;
  };

  async #check(claim: Claim): Promise<void> {
    const { database, bureau, onFailure } = this.#options;
    const [facts] = await database.rows<{ borrower: string; textVersion: string; grantedAt: Date }>(
      `select borrower, text_version as "textVersion", granted_at as "grantedAt"
        from application join consent on application_id = id where id = $1 and withdrawn_at is null`,
      [claim.id],
    );
    if (!facts) return;
    const consent = { textVersion: facts.textVersion, grantedAt: facts.grantedAt.toISOString() };
    try {
      // The round is part of the inquiry: a later one is another question.
      const inquiry = { id: `${claim.id}.${claim.round}`, borrower: facts.borrower, consent };
      await this.#keep(claim, await bureau.ask(inquiry));
    } catch (error) {
      onFailure?.(error, claim.id);
      await this.#wait(claim, error);
    }
  }

  /** Keeps an answer unless the consent ended while the bureau was asked. */
  #keep({ id, round }: Claim, { collectibility, openDebt }: BureauAnswer): Promise<void> {
    const { database, now } = this.#options;
    return database.transaction(async (queries) => {
      const application = await lockApplication(queries, id);
      if (!application || !isAwaiting(application, round)) return;
      const receivedAt = now();
      const { reportDays } = productOf(application.product);
      const expiresAt = new Date(receivedAt.getTime() + reportDays * 86_400_000);
      await keepReport(queries, { applicationId: id, round, collectibility, openDebt, receivedAt, expiresAt });
      await moveApplication(queries, application, { to: 'CHECKED', by: SYSTEM, at: receivedAt });
    });
  }

  async #wait({ id, round, tries }: Claim, error: unknown): Promise<void> {
    const { database, now, chance = Math.random } = this.#options;
    const asked = error instanceof BureauError ? error.retryAfterMs : undefined;
    await database.rows(WAIT, [id, round, new Date(now().getTime() + waitMs(tries, chance(), asked))]);
  }

  async #giveUp(): Promise<void> {
    const { database, now } = this.#options;
    for (const { id } of await database.rows<{ id: string }>(OVERDUE, [now(), BATCH])) {
      await database.transaction(async (queries) => {
        const application = await lockApplication(queries, id);
        if (application?.status !== 'SUBMITTED') return;
        const move = { to: 'UNCHECKED', by: SYSTEM, at: now(), reasons: ['BUREAU_UNREACHABLE'] } as const;
        await moveApplication(queries, application, move);
      });
    }
  }
}

const isAwaiting = ({ status, round, consent }: Application, asked: number): boolean =>
  status === 'SUBMITTED' && round === asked && consent.withdrawnAt === null;
