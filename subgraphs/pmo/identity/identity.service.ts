import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { eraser } from '../../kit/erasure.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { participantsErased } from './identity.events.ts';
import { mayErase } from './identity.policy.ts';

export { identityPlace, packIdentity, unpackIdentity } from './identity.record.ts';

const KNOWN = 'select from participant where id = $1 for update';

const ERASED_AT = 'select destroyed_at as "erasedAt" from subject_key where subject_id = $1';

const refusals = {
  forbidden: () =>
    new Refusal('FORBIDDEN', {
      en: 'The token does not allow this; it takes the scope `participant:erase`.',
      id: 'Token ini tidak mengizinkannya; diperlukan scope `participant:erase`.',
    }),
  unknown: () =>
    new Refusal(
      'PARTICIPANT_UNKNOWN',
      { en: 'There is no participant with this id.', id: 'Tidak ada peserta dengan id ini.' },
      ['id'],
    ),
};

interface Asked {
  caller: Caller;
  requestId: string;
}

export interface ErasedPerson {
  id: string;
  /** When it was asked for first. */
  erasedAt: Date;
}

/** Use cases of identity data. */
export class IdentityService {
  readonly #erase: ReturnType<typeof eraser>;
  readonly #outbox: Outbox;

  constructor(services: Pick<Kit, 'outbox' | 'erasure'> & { vault: Vault }) {
    this.#erase = eraser(services);
    this.#outbox = services.outbox;
  }

  /**
   * Destroys the person's key and what could find or name them, and tells the other subgraphs; the id stays, as a
   * pseudonym. Once more changes nothing and tells them again.
   * @throws Refusal FORBIDDEN, PARTICIPANT_UNKNOWN
   */
  async erase(em: EntityManager, participantId: string, { caller, requestId }: Asked): Promise<ErasedPerson> {
    const isId = isUuid(participantId);
    if (isId) touched('Participant', participantId);
    if (!mayErase(caller)) throw refusals.forbidden();
    if (!isId) throw refusals.unknown();
    const id = participantId.toLowerCase();
    return em.transactional(async (tx) => {
      if ((await execute(tx, KNOWN, [id])).rows.length === 0) throw refusals.unknown();
      await this.#erase(tx, { participants: [id] });
      await this.#outbox.add(tx, participantsErased, { data: { participants: [id] }, requestId });
      const { rows } = await execute<{ erasedAt: Date }>(tx, ERASED_AT, [id]);
      return { id, erasedAt: new Date(rows[0]?.erasedAt ?? 0) };
    });
  }
}
