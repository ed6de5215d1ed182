import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Logger } from '../../kit/log.ts';
import { queriesOver } from '../../kit/query.ts';
import { policyOf, totalOf } from '../policy/index.ts';
import type { Revocations, revocationDecided } from '../revocation/index.ts';
import { REVOKE } from './revoke.statement.ts';
import { WaveEntity } from './wave.entity.ts';
import { recipientsRevoked } from './wave.events.ts';

const POLICY = queriesOver(WaveEntity)<{ wave: number }>()('wave-policy', (db, { wave }) =>
  db.selectFrom('wave').select('policyVersion').where('number', '=', wave),
);

interface RevokeServiceOptions {
  revocations: Revocations;
  outbox: Outbox;
  log: Pick<Logger, 'warn'>;
  now: () => Date;
}

/** Revokes awards whose balance payments has returned, and nobody else's. */
export class RevokeService {
  readonly #options: RevokeServiceOptions;

  constructor(options: RevokeServiceOptions) {
    this.#options = options;
  }

  /** Notes the answers of payments to a proposal and revokes those of RETURNED, in the transaction of the inbox. */
  decided = async (
    tx: EntityManager,
    { proposal, wave, at, decisions }: EventData<typeof revocationDecided>,
    { id: eventId, requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const { revocations, log, now } = this.#options;
    const returned = await revocations.note(tx, { proposal, wave, at: new Date(at), decisions });
    if (returned.length === 0) return;
    const revokedAt = now();
    const { rows } = await execute(tx, REVOKE, [returned, wave, revokedAt]);
    const kept = returned.length - rows.length;
    if (kept > 0) log.warn({ requestId, eventId, wave, kept }, 'a balance was returned of someone who keeps the award');
    if (rows.length > 0) await this.#publish(tx, { wave, requestId, revokedAt, people: rows.map(({ id }) => id) });
  };

  async #publish(
    tx: EntityManager,
    { wave, requestId, revokedAt, people }: { wave: number; requestId: string; revokedAt: Date; people: string[] },
  ): Promise<void> {
    const policyVersion = (await run(tx, POLICY, { wave }))[0]?.policyVersion ?? '';
    const policy = policyOf(policyVersion);
    const { trainingBalance, incentive, survey } = policy;
    const reason = 'NO_FIRST_PURCHASE' as const;
    const facts = { wave, policyVersion, trainingBalance, incentive, survey, reason, at: revokedAt.toISOString() };
    const data = { ...facts, returned: people.length * totalOf(policy), participants: people };
    await this.#options.outbox.add(tx, recipientsRevoked, { data, requestId });
  }
}
