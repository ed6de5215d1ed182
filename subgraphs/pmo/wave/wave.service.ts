import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { mayAnnounce, mayManage } from './wave.policy.ts';
import { refusals } from './wave.refusal.ts';
import { transition, WaveStatus } from './wave.status.ts';
import { type StartingWave, type WaveStep, WaveStepName, type WaveSteps } from './wave-steps.service.ts';

/** Who asks, in which request. */
export interface Asked {
  caller: Caller;
  requestId: string;
}

export interface NewWave {
  number: number;
  policyVersion?: string | null;
  quota: number;
  opensAt: Date;
  closesAt: Date;
  isSynthetic: boolean;
}

export interface Reoffer {
  from: number;
  to: number;
  places: number;
  decisionNumber: string;
}

interface LockedWave extends StartingWave {
  status: WaveStatus;
  places: number;
  running: WaveStepName | null;
  isFrozen: boolean;
}

const LOCK = `select number, status, policy_version as "policyVersion", quota, purchase_deadline::text as "purchaseDeadline",
    freed - reoffered as places
  from wave where number = $1 for no key update`;

// A statement of its own: one that waits for the lock would still see the steps as they were before it waited.
const BUSY = `select (select step from wave_step where wave_number = $1 and status = 'RUNNING') as running,
    exists (select from draw where wave_number = $1) as "isFrozen"`;

const INSERT = `insert into wave (number, status, policy_version, quota, opens_at, closes_at, is_synthetic)
  values ($1, 'PLANNED', $2, $3, $4, $5, $6) on conflict do nothing`;

// Attached, not created as a part: that would keep everyone out of all waves until it is done.
const partitionOf = (number: number) => [
  `create table registration_w${number} (like registration including defaults including constraints)`,
  `alter table registration attach partition registration_w${number} for values in (${number})`,
];

const OPEN = `update wave set status = $2, opens_at = least(opens_at, $3) where number = $1`;
const CLOSE = `update wave set status = $2, closes_at = greatest(least(closes_at, $3), opens_at + interval '1 second')
  where number = $1`;
const begin = (total: string) =>
  `insert into wave_step (wave_number, step, status, total, requested_by, request_id, started_at, updated_at)
    values ($1::int, $2, 'RUNNING', (${total}), $3, $4, $5::timestamptz, $5::timestamptz)`;

const TAKE = 'update wave set reoffered = reoffered + $2 where number = $1';
const GIVE = 'update wave set quota = coalesce(quota, 0) + $2 where number = $1';
const KNOWN = `select from_wave = $2 and to_wave = $3 and places = $4 as "isSame" from quota_reoffer
  where decision_number = $1`;
const RECORD = `insert into quota_reoffer (decision_number, from_wave, to_wave, places, decided_by, decided_at)
  values ($1, $2, $3, $4, $5, $6)`;

const LARGEST_NUMBER = 999_999;
const LARGEST_QUOTA = 10_000_000;
const LONGEST_MS = 90 * 86_400_000;
/** How long a request waits for its step: a small wave is answered as it stands afterwards. */
const WAIT_MS = 3_000;

const firstStep = {
  screenWave: WaveStepName.SCREEN,
  drawWave: WaveStepName.FREEZE,
  announceWave: WaveStepName.ANNOUNCE,
  revokeUnused: WaveStepName.REVOKE,
} as const;

const targetOf = {
  screenWave: WaveStatus.SCREENED,
  drawWave: WaveStatus.DRAWN,
  announceWave: WaveStatus.ANNOUNCED,
  revokeUnused: WaveStatus.SETTLED,
} as const;

export interface WaveServiceOptions {
  /** The policy version of a new wave: the one asked for, else the one in force when it opens; null when there is none. */
  versionFor: (asked: string | null, opensAt: Date) => string | null;
  steps: Record<WaveStepName, WaveStep>;
  runner: Pick<WaveSteps, 'work'>;
  now: () => Date;
}

/** Use cases of waves; each answers the wave's number. */
export class WaveService {
  readonly #options: WaveServiceOptions;

  constructor(options: WaveServiceOptions) {
    this.#options = options;
  }

  /**
   * Plans a wave and makes room for its registrations.
   * @throws Refusal FORBIDDEN, WAVE_NUMBER_INVALID, WAVE_QUOTA_INVALID, WAVE_SCHEDULE_INVALID, POLICY_UNKNOWN,
   * WAVE_EXISTS, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  create(em: EntityManager, input: NewWave, { caller, key }: Asked & { key: string }): Promise<number> {
    if (!mayManage(caller)) throw refusals.forbidden('wave:manage');
    const { number, quota, opensAt, closesAt, isSynthetic } = input;
    const version = this.#checkNew(input);
    touched('Wave', number);
    const body = { ...input, opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() };
    const call = { caller: caller.id ?? '', operation: 'createWave', key, body };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        const { affected } = await execute(tx, INSERT, [number, version, quota, opensAt, closesAt, isSynthetic]);
        if (affected === 0) throw refusals.exists(number);
        for (const statement of partitionOf(number)) await execute(tx, statement);
        return number;
      }),
    );
  }

  #checkNew({ number, quota, opensAt, closesAt, policyVersion }: NewWave): string {
    if (number < 1 || number > LARGEST_NUMBER) throw refusals.number();
    if (quota < 1 || quota > LARGEST_QUOTA) throw refusals.quota();
    const lengthMs = closesAt.getTime() - opensAt.getTime();
    if (lengthMs <= 0 || lengthMs > LONGEST_MS || closesAt <= this.#options.now()) throw refusals.schedule();
    const version = this.#options.versionFor(policyVersion ?? null, opensAt);
    if (version === null) throw refusals.policy();
    return version;
  }

  /** Opens a planned wave now, whatever its schedule. @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAVE_TRANSITION_ILLEGAL */
  open(em: EntityManager, number: number, asked: Asked): Promise<number> {
    return this.#move(em, number, { ...asked, to: WaveStatus.OPEN, text: OPEN });
  }

  /** Closes an open wave now; who is joining at this moment is let in or refused. @throws as `open` */
  close(em: EntityManager, number: number, asked: Asked): Promise<number> {
    return this.#move(em, number, { ...asked, to: WaveStatus.CLOSED, text: CLOSE });
  }

  #move(em: EntityManager, number: number, { caller, to, text }: Asked & { to: WaveStatus; text: string }) {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      if (!mayManage(caller)) throw refusals.forbidden('wave:manage');
      const { status } = await this.#lock(tx, number);
      await execute(tx, text, [number, transition(status, to), this.#options.now()]);
      return number;
    });
  }

  async #lock(tx: EntityManager, number: number, path?: string): Promise<LockedWave> {
    if (number < 1 || number > LARGEST_NUMBER) throw refusals.unknown(number, path);
    const [wave] = (await execute<LockedWave>(tx, LOCK, [number])).rows;
    if (!wave) throw refusals.unknown(number, path);
    const { rows } = await execute<Pick<LockedWave, 'running' | 'isFrozen'>>(tx, BUSY, [number]);
    return { ...wave, ...(rows[0] as Pick<LockedWave, 'running' | 'isFrozen'>) };
  }

  /**
   * Begins a long step and waits a few seconds for it; what is not done by then goes on, and `Wave.progress` tells.
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL, WAVE_HAS_NO_QUOTA,
   * PURCHASE_DEADLINE_NOT_PASSED
   */
  async run(em: EntityManager, operation: keyof typeof firstStep, { number, ...asked }: Asked & { number: number }) {
    const { steps, runner, now } = this.#options;
    const { caller, requestId } = asked;
    const isAnnouncing = operation === 'announceWave';
    touched('Wave', number);
    await em.transactional(async (tx) => {
      if (!(isAnnouncing ? mayAnnounce : mayManage)(caller))
        throw refusals.forbidden(isAnnouncing ? 'wave:announce' : 'wave:manage');
      const wave = await this.#lock(tx, number);
      if (wave.running) throw refusals.stepRunning(wave.running);
      transition(wave.status, targetOf[operation]);
      const step = firstStep[operation];
      await steps[step].begin?.(tx, wave);
      await execute(tx, begin(steps[step].total), [number, step, caller.id, requestId, now()]);
    });
    await Promise.race([runner.work(number), delay(WAIT_MS, undefined, { ref: false })]);
    return number;
  }

  /**
   * Gives places that came free in one wave to another, by a decision that is recorded; the same decision again does
   * nothing. The key of the check is in the database: never more than came free.
   * @throws Refusal FORBIDDEN, DECISION_NUMBER_MALFORMED, DECISION_NUMBER_USED, SAME_WAVE, WAVE_UNKNOWN, WAVE_FROZEN,
   * WAVE_STEP_RUNNING, PLACES_NOT_FREE
   */
  reoffer(em: EntityManager, { from, to, places, ...input }: Reoffer, { caller }: Asked): Promise<number> {
    touched('Wave', from, to);
    const decision = typedWithin(input.decisionNumber, { least: 3, most: 100, read: typedLine });
    return em.transactional(async (tx) => {
      if (!mayManage(caller)) throw refusals.forbidden('wave:manage');
      if (decision === null) throw refusals.decision();
      if (from === to) throw refusals.sameWave();
      // In one order, so that two decisions cannot wait for one another.
      const [first, second] = from < to ? (['from', 'to'] as const) : (['to', 'from'] as const);
      const numbers = { from, to };
      const waves = {
        [first]: await this.#lock(tx, numbers[first], first),
        [second]: await this.#lock(tx, numbers[second], second),
      };
      const [known] = (await execute<{ isSame: boolean }>(tx, KNOWN, [decision, from, to, places])).rows;
      if (known?.isSame) return to;
      if (known) throw refusals.decisionUsed();
      const { status, isFrozen, running } = waves.to as LockedWave;
      const takesPlaces = [WaveStatus.PLANNED, WaveStatus.OPEN, WaveStatus.CLOSED, WaveStatus.SCREENED];
      if (!takesPlaces.includes(status) || isFrozen) throw refusals.notOpenForPlaces(status);
      if (running) throw refusals.stepRunning(running);
      const free = (waves.from as LockedWave).places;
      if (places < 1 || places > free) throw refusals.places(free);
      await execute(tx, TAKE, [from, places]);
      await execute(tx, GIVE, [to, places]);
      await execute(tx, RECORD, [decision, from, to, places, caller.id, this.#options.now()]);
      return to;
    });
  }
}
