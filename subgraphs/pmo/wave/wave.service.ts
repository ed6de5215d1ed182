import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { once } from '../../kit/idempotency.ts';
import { queriesOver } from '../../kit/query.ts';
import { partitionOf } from '../registration/index.ts';
import { checkTranches, type PlannedTranche, setTranches, tranchesOf } from '../tranche/index.ts';
import { WaveEntity } from './wave.entity.ts';
import { LARGEST_NUMBER, lockWave } from './wave.lock.ts';
import { refusals } from './wave.refusal.ts';
import { transition, WaveStatus } from './wave.status.ts';

/** The caller of a use case, and the request. */
export interface WaveCall {
  caller: Caller;
  requestId: string;
}

export interface NewWave {
  number: number;
  policyVersion?: string | null;
  quota: number;
  opensAt: Date;
  closesAt: Date;
  /** None when absent. */
  tranches?: readonly PlannedTranche[] | null;
  isSynthetic: boolean;
}

/** A wave's new plan: what is absent stays. */
export interface WaveUpdate {
  number: number;
  policyVersion?: string | null;
  quota?: number | null;
  opensAt?: Date | null;
  closesAt?: Date | null;
  tranches?: readonly PlannedTranche[] | null;
}

type PlannedWave = Omit<NewWave, 'policyVersion' | 'tranches'> & { policyVersion: string };

// Not by the unit of work: of two that take one number at once the second shall be refused, not fail.
const INSERT = queriesOver(WaveEntity)<PlannedWave>()('wave-insert', (db, values) =>
  db
    .insertInto('wave')
    .values({
      number: values.number,
      status: WaveStatus.PLANNED,
      policyVersion: values.policyVersion,
      quota: values.quota,
      opensAt: values.opensAt,
      closesAt: values.closesAt,
      isSynthetic: values.isSynthetic,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number'),
);

const LARGEST_QUOTA = 10_000_000;
const LONGEST_MS = 90 * 86_400_000;
const SECOND_MS = 1_000;

const earlierOf = (moment: Date | null, now: Date): Date => (moment !== null && moment < now ? moment : now);

/** Returns when a wave that is closed now has closed: after it opened, even if only just. */
const closingOf = ({ opensAt, closesAt }: WaveEntity, now: Date): Date => {
  const closing = earlierOf(closesAt, now);
  const earliest = new Date((opensAt?.getTime() ?? 0) + SECOND_MS);
  return closing > earliest ? closing : earliest;
};

/** @throws Refusal FORBIDDEN */
const checkManager = (caller: Caller): void => {
  if (!caller.can('wave:manage')) throw notAllowed({ scopes: ['wave:manage'] });
};

export interface WaveServiceOptions {
  /** Returns the version that was asked for, else the one in force when the wave opens; null when there is none. */
  versionFor: (asked: string | null, opensAt: Date) => string | null;
  now: () => Date;
}

/** Plans, opens and closes waves; each use case returns the wave's number. */
export class WaveService {
  readonly #options: WaveServiceOptions;

  constructor(options: WaveServiceOptions) {
    this.#options = options;
  }

  /**
   * Plans a wave and makes room for its registrations.
   * @throws Refusal FORBIDDEN, WAVE_NUMBER_INVALID, WAVE_QUOTA_INVALID, WAVE_SCHEDULE_INVALID, WAVE_TRANCHES_INVALID,
   * POLICY_UNKNOWN, WAVE_EXISTS, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  create(em: EntityManager, input: NewWave, { caller, key }: WaveCall & { key: string }): Promise<number> {
    checkManager(caller);
    const { number, quota, opensAt, closesAt, isSynthetic } = input;
    const policyVersion = this.#checkNew(input);
    touched('Wave', number);
    const body = { ...input, opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() };
    const call = { caller: caller.id ?? '', operation: 'createWave', key, body };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        const inserted = await run(tx, INSERT, { number, policyVersion, quota, opensAt, closesAt, isSynthetic });
        if (inserted.length === 0) throw refusals.exists(number);
        for (const statement of partitionOf(number)) await execute(tx, statement);
        await setTranches(tx, number, input.tranches ?? []);
        return number;
      }),
    );
  }

  /**
   * Changes the plan of a wave that nobody could join yet.
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAVE_NOT_PLANNED, WAVE_UPDATE_EMPTY, WAVE_QUOTA_INVALID,
   * WAVE_SCHEDULE_INVALID, WAVE_TRANCHES_INVALID, POLICY_UNKNOWN
   */
  update(em: EntityManager, { number, ...changes }: WaveUpdate, { caller }: WaveCall): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      checkManager(caller);
      const { wave } = await lockWave(tx, number);
      if (wave.status !== WaveStatus.PLANNED) throw refusals.notPlanned(wave.status);
      const given = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined);
      if (given.length === 0) throw refusals.updateEmpty();
      const held = { ...wave, tranches: await tranchesOf(tx, number) };
      const plan = { ...held, ...Object.fromEntries(given) } as NewWave;
      plan.policyVersion = this.#checkNew(plan);
      if (changes.tranches) await setTranches(tx, number, changes.tranches);
      const { quota, opensAt, closesAt, policyVersion } = plan;
      Object.assign(wave, { quota, opensAt, closesAt, policyVersion });
      return number;
    });
  }

  #checkNew({ number, quota, opensAt, closesAt, policyVersion, tranches }: NewWave): string {
    if (number < 1 || number > LARGEST_NUMBER) throw refusals.number();
    if (quota < 1 || quota > LARGEST_QUOTA) throw refusals.quota();
    const lengthMs = closesAt.getTime() - opensAt.getTime();
    if (lengthMs <= 0 || lengthMs > LONGEST_MS || closesAt <= this.#options.now()) throw refusals.schedule();
    checkTranches(tranches ?? [], { quota, closesAt });
    const version = this.#options.versionFor(policyVersion ?? null, opensAt);
    if (version === null) throw refusals.policy();
    return version;
  }

  /**
   * Opens a planned wave now, before its time.
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAVE_TRANSITION_ILLEGAL, WAVE_WINDOW_PASSED
   */
  open(em: EntityManager, number: number, { caller }: WaveCall): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      checkManager(caller);
      const { wave } = await lockWave(tx, number);
      const status = transition(wave.status, WaveStatus.OPEN);
      if (wave.closesAt !== null && wave.closesAt <= this.#options.now()) throw refusals.windowPassed();
      wave.status = status;
      wave.opensAt = earlierOf(wave.opensAt, this.#options.now());
      return number;
    });
  }

  /** Closes an open wave now; who is joining at this moment is let in or refused. @throws as `open` */
  close(em: EntityManager, number: number, { caller }: WaveCall): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      checkManager(caller);
      const { wave } = await lockWave(tx, number);
      wave.status = transition(wave.status, WaveStatus.CLOSED);
      wave.closesAt = closingOf(wave, this.#options.now());
      return number;
    });
  }
}
