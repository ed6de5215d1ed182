import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Refusal } from '../../kit/refusal.ts';
import { type Policy, policyOf } from '../policy/policy.service.ts';
import { WaveEntity } from './wave.entity.ts';
import { recipientsAnnounced } from './wave.events.ts';
import { mayAnnounce } from './wave.policy.ts';
import { transition, WaveStatus } from './wave.status.ts';

// The claim's key keeps the rule: a second award for the same participant fails here, whatever the wave.
const CLAIM_AWARDS = `insert into award_claim (participant_id, wave_number)
  select participant_id, wave_number from registration where wave_number = $1 and status = 'SELECTED'
  on conflict (participant_id) do nothing`;

const COUNT_SELECTED = `select count(*)::int as count from registration where wave_number = $1 and status = 'SELECTED'`;

const PROMOTE = `update participant set status = 'RECIPIENT' from registration
  where registration.participant_id = participant.id and registration.wave_number = $1
    and registration.status = 'SELECTED'`;

const NEXT_CHUNK = `select participant_id from registration
  where wave_number = $1 and status = 'SELECTED' and participant_id > $2 order by participant_id limit $3`;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const refusals = {
  forbidden: () =>
    new Refusal('FORBIDDEN', {
      en: 'The token does not allow this; it takes the scope `wave:announce`.',
      id: 'Token ini tidak mengizinkannya; diperlukan scope `wave:announce`.',
    }),
  unknown: (number: number) =>
    new Refusal('WAVE_UNKNOWN', { en: `There is no wave ${number}.`, id: `Gelombang ${number} tidak ada.` }, [
      'number',
    ]),
  awarded: (count: number) =>
    new Refusal('AWARD_ALREADY_CLAIMED', {
      en: `${count} of the selected already received an award in another wave. Screen and draw again.`,
      id: `${count} orang terpilih sudah pernah menerima bantuan pada gelombang lain. Ulangi penyaringan dan undian.`,
    }),
};

export interface WaveServiceOptions {
  outbox: Outbox;
  now: () => Date;
}

/** Use cases of waves. */
export class WaveService {
  readonly #outbox: Outbox;
  readonly #now: () => Date;

  constructor({ outbox, now }: WaveServiceOptions) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /**
   * Tells the winners of a drawn wave: claims their awards, makes them recipients and publishes them in chunks, all
   * in one transaction. `payments` grants the balances when the events arrive.
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAVE_TRANSITION_ILLEGAL, AWARD_ALREADY_CLAIMED
   */
  announce(em: EntityManager, number: number, { caller, requestId }: { caller: Caller; requestId: string }) {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      if (!mayAnnounce(caller)) throw refusals.forbidden();
      const wave = await tx.findOne(WaveEntity, number, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!wave) throw refusals.unknown(number);
      wave.status = transition(wave.status, WaveStatus.ANNOUNCED);
      wave.announcedAt = this.#now();
      const policy = policyOf(wave.policyVersion);
      wave.purchaseDeadline = policy.purchaseDays ? jakartaDayAfter(this.#now(), policy.purchaseDays) : null;
      await tx.flush();
      await this.#claimAwards(tx, number);
      await execute(tx, PROMOTE, [number]);
      await this.#publish(tx, wave, { policy, requestId });
      return wave;
    });
  }

  async #claimAwards(tx: EntityManager, number: number) {
    const { affected } = await execute(tx, CLAIM_AWARDS, [number]);
    const { rows } = await execute<{ count: number }>(tx, COUNT_SELECTED, [number]);
    const selected = rows[0]?.count ?? 0;
    if (affected < selected) throw refusals.awarded(selected - affected);
  }

  /** One chunk in memory at a time. */
  async #publish(tx: EntityManager, wave: WaveEntity, { policy, requestId }: { policy: Policy; requestId: string }) {
    const { trainingBalance, incentive, survey } = policy;
    const { number, policyVersion, purchaseDeadline = null } = wave;
    for (let last = BEFORE_ALL; ; ) {
      const { rows } = await execute<{ participant_id: string }>(tx, NEXT_CHUNK, [number, last, CHUNK]);
      const participants = rows.map((row) => row.participant_id);
      const next = participants.at(-1);
      if (next === undefined) return;
      const facts = { wave: number, policyVersion, trainingBalance, incentive, survey, purchaseDeadline };
      await this.#outbox.add(tx, recipientsAnnounced, { data: [{ ...facts, participants }], requestId });
      last = next;
    }
  }
}
