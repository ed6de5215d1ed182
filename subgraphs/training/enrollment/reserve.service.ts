import { type AuditDraft, beyondMutation, touched } from '../../kit/audit/draft.ts';
import { type AuditedCall, draftOfMutation, type Outcome, runAudited } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import { gather } from '../../kit/gather.ts';
import { checkKey, hashOf, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { EndService } from './end.service.ts';
import type { PurchaseClaims } from './purchase-token.ts';
import { RESERVE, type ReserveValues } from './reserve.statement.ts';
import { seatReserved } from './sale.events.ts';
import { refusals } from './sale.refusal.ts';

/** Milliseconds in which a held seat is to be paid. */
export const HOLD_MS = 15 * 60_000;
/** A round is lost to a hold whose time is over, or to another process that serves the same person. */
const ROUNDS = 20;

/** The seat that a person wants. */
export interface WantedSeat {
  course: string;
  /** Null for a course that is learned in one's own time. */
  schedule: string | null;
}

interface ReserveCall {
  participant: string;
  wanted: WantedSeat;
  key: string;
  now: Date;
  requestId: string;
  draft: AuditDraft;
}

type ReserveOutcome = Outcome & {
  isNew: boolean;
  enrollment: string;
  price: bigint;
  version: number;
  platform: string;
  institution: string;
  platformOrganization: string | null;
  institutionOrganization: string | null;
};

/** A reservation that this call made, or the id of the one that was made before under its key. */
export type Reservation = { isNew: true; purchase: PurchaseClaims } | { isNew: false; id: string };

/** `AGAIN` when something is in the way that may be gone. */
type ReserveResult = Reservation | typeof AGAIN | Refusal;

const AGAIN = Symbol('again');

export interface ReserveServiceOptions {
  database: Database;
  ends: EndService;
  outbox: Outbox;
  tell: Tell;
  now: () => Date;
}

const byCode = new Map(
  [
    keyRefusals.reused,
    refusals.notRecipient,
    refusals.courseUnknown,
    refusals.scheduleMissing,
    refusals.scheduleUnknown,
    refusals.scheduleClosed,
    refusals.courseStillOpen,
    refusals.notYetOpen,
    refusals.deadlinePassed,
    refusals.seatsTaken,
  ].map((refuse) => [refuse().code, refuse]),
);

const holdUntil = ({ now }: ReserveCall): Date => new Date(now.getTime() + HOLD_MS);

interface Sold {
  call: ReserveCall;
  outcome: ReserveOutcome;
}

const purchaseOf = ({ call, outcome }: Sold): PurchaseClaims => ({
  enrollment: outcome.enrollment,
  participant: call.participant,
  course: call.wanted.course,
  courseVersion: outcome.version,
  schedule: call.wanted.schedule,
  platform: outcome.platform,
  institution: outcome.institution,
  price: outcome.price,
  issuedAt: call.now,
  expiresAt: holdUntil(call),
});

const eventOf = (sold: Sold) => {
  const { issuedAt, expiresAt, price, ...facts } = purchaseOf(sold);
  return { ...facts, price: Number(price), expiresAt: expiresAt.toISOString(), at: issuedAt.toISOString() };
};

const factsOf = (sold: Sold): Fact[] => {
  const { enrollment, course, courseVersion, schedule, price, expiresAt } = eventOf(sold);
  const data = { enrollment, course, courseVersion, schedule, price, expiresAt };
  const { platformOrganization, institutionOrganization } = sold.outcome;
  return [platformOrganization, institutionOrganization].flatMap((organization): Fact[] =>
    organization === null ? [] : [{ organization, type: 'seat.reserved', subject: enrollment, data }],
  );
};

const resultOf = (sold: Sold): ReserveResult => {
  const { code, isNew, enrollment: id } = sold.outcome;
  if (code === 'AGAIN') return AGAIN;
  if (code !== null) return (byCode.get(code) as () => Refusal)();
  return isNew ? { isNew, purchase: purchaseOf(sold) } : { isNew, id };
};

/** Reserves seats: one transaction for all who come while another is under way. */
export class ReserveService {
  readonly #options: ReserveServiceOptions;
  readonly #reserve: (call: ReserveCall) => Promise<ReserveResult>;

  constructor(options: ReserveServiceOptions) {
    this.#options = options;
    this.#reserve = gather<ReserveCall, ReserveResult>({
      run: (calls) => this.#reserveAll(calls),
      keysOf: ({ participant }) => [participant],
    });
  }

  /**
   * Reserves a seat for the caller, for 15 minutes.
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, NOT_RECIPIENT, COURSE_UNKNOWN,
   * SCHEDULE_MISSING, SCHEDULE_UNKNOWN, SCHEDULE_CLOSED, COURSE_STILL_OPEN, PURCHASE_NOT_YET_OPEN,
   * PURCHASE_DEADLINE_PASSED, SEATS_TAKEN
   */
  async reserve(
    wanted: WantedSeat,
    { caller, key, requestId }: { caller: Caller; key: string; requestId: string },
  ): Promise<Reservation> {
    const participant = caller.id;
    if (!caller.can('self') || participant === null) throw refusals.notOneself();
    checkKey(key);
    touched('Course', wanted.course);
    if (!isUuid(participant)) throw refusals.notRecipient();
    if (!isUuid(wanted.course)) throw refusals.courseUnknown();
    if (wanted.schedule !== null && !isUuid(wanted.schedule)) throw refusals.scheduleUnknown();
    const call = { participant, wanted, key, requestId, draft: draftOfMutation() };
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await this.#reserve({ ...call, now: this.#options.now() });
      if (result instanceof Refusal) throw result;
      if (result !== AGAIN) return result;
      const { schedule } = wanted;
      await this.#options.ends.expireFor(schedule === null ? [] : [schedule], [participant], requestId);
    }
    throw new Error('reserveSeat lost every race');
  }

  async #reserveAll(calls: readonly ReserveCall[]): Promise<ReserveResult[]> {
    try {
      const { orm } = this.#options.database;
      const outcomes = await beyondMutation(() => orm.em.fork().transactional((tx) => this.#write(tx, calls)));
      return outcomes.map((outcome, index) => resultOf({ outcome, call: calls[index] as ReserveCall }));
    } catch (error) {
      // The entries went with the transaction.
      for (const { draft } of calls) draft.isCommitted = false;
      throw error;
    }
  }

  async #write(tx: Parameters<Tell>[0], calls: readonly ReserveCall[]): Promise<ReserveOutcome[]> {
    const { outbox, tell } = this.#options;
    const point: Database['point'] = async (statement, values) => (await execute(tx, statement, values)).rows;
    const audited = calls.map((call) => ({ draft: call.draft, values: this.#valuesOf(call) }));
    const outcomes = await runAudited<ReserveOutcome, keyof ReserveValues>(
      { point },
      RESERVE,
      audited satisfies AuditedCall<keyof ReserveValues>[],
    );
    const sold = outcomes.flatMap((outcome, index): Sold[] =>
      outcome.isNew ? [{ outcome, call: calls[index] as ReserveCall }] : [],
    );
    if (sold.length === 0) return outcomes;
    const requestIds = sold.map(({ call }) => call.requestId);
    await outbox.add(tx, seatReserved, { data: sold.map(eventOf), requestId: requestIds });
    await tell(tx, sold.flatMap(factsOf), requestIds[0] as string);
    return outcomes;
  }

  #valuesOf(call: ReserveCall): ReserveValues {
    const { participant, wanted, key, now } = call;
    return {
      id: participant,
      enrollment: uuidv7(now.getTime()),
      course: wanted.course,
      schedule: wanted.schedule,
      key,
      body_hash: hashOf(wanted),
      now,
      today: jakartaDayAfter(now, 0),
      hold_until: holdUntil(call),
      overdue: this.#options.ends.overdue(now),
    };
  }
}
