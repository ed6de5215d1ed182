import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { queriesOver } from '../../kit/query.ts';
import { policyOf, totalOf } from '../policy/index.ts';
import { REVOKE, REVOKE_TOTAL } from './revoke.statement.ts';
import { WaveEntity } from './wave.entity.ts';
import { recipientsRevoked } from './wave.events.ts';
import { refusals } from './wave.refusal.ts';
import { WaveStatus } from './wave.status.ts';
import type { ChunkedStep, RunningStep } from './wave-step.ts';

/** People of one transaction: five events. */
const AT_ONCE = 5 * CHUNK;

const POLICY = queriesOver(WaveEntity)<{ wave: number }>()('wave-policy', (db, { wave }) =>
  db.selectFrom('wave').select('policyVersion').where('number', '=', wave),
);

interface RevokeOptions {
  outbox: Outbox;
  now: () => Date;
}

interface RevokedRow {
  outbox: Outbox;
  people: readonly string[];
  now: Date;
}

const publish = async (
  tx: EntityManager,
  { waveNumber: wave, requestId }: RunningStep,
  { outbox, people, now }: RevokedRow,
): Promise<void> => {
  if (people.length === 0) return;
  const policyVersion = (await run(tx, POLICY, { wave }))[0]?.policyVersion ?? '';
  const policy = policyOf(policyVersion);
  const { trainingBalance, incentive, survey } = policy;
  const reason = 'NO_FIRST_PURCHASE' as const;
  const facts = { wave, policyVersion, trainingBalance, incentive, survey, reason, at: now.toISOString() };
  const data = [];
  for (let from = 0; from < people.length; from += CHUNK) {
    const participants = people.slice(from, from + CHUNK);
    data.push({ ...facts, returned: participants.length * totalOf(policy), participants });
  }
  await outbox.add(tx, recipientsRevoked, { data, requestId });
};

/** Takes the award from recipients who bought nothing in time; payments returns their balances. Then the wave is settled. */
export const revokeStep = ({ outbox, now }: RevokeOptions): ChunkedStep => ({
  to: WaveStatus.SETTLED,
  next: null,
  total: REVOKE_TOTAL,
  begin: ({ purchaseDeadline }) => {
    const today = jakartaDayAfter(now(), 0);
    if (purchaseDeadline === null || today <= purchaseDeadline) throw refusals.deadline(purchaseDeadline);
  },
  chunk: async (tx, running) => {
    const { waveNumber, cursor } = running;
    const revokedAt = now();
    const { rows } = await execute(tx, REVOKE, [waveNumber, cursor, revokedAt, AT_ONCE]);
    const people = rows.map(({ id }) => id);
    await publish(tx, running, { outbox, people, now: revokedAt });
    return { done: people.length, cursor: people.length < AT_ONCE ? null : (people.at(-1) ?? null) };
  },
});
