import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { eraser } from '../../kit/erasure.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { column, statement } from '../../kit/statement.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { participantsErased } from './identity.events.ts';
import { refusals } from './identity.refusal.ts';

const LOCK_PARTICIPANT = statement(
  'identity-lock-participant',
  { id: column.uuid },
  'select id from participant where id = $1 for update',
);

const ERASED_AT = statement(
  'identity-erased-at',
  { erasedAt: column.timestamptz.orNull },
  'select destroyed_at as "erasedAt" from subject_key where subject_id = $1',
);

interface MutationCall {
  caller: Caller;
  requestId: string;
}

export interface ErasedPerson {
  id: string;
  /** When it was asked for first. */
  erasedAt: Date;
}

/** Erases people. */
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
  async erase(em: EntityManager, participantId: string, { caller, requestId }: MutationCall): Promise<ErasedPerson> {
    const isId = isUuid(participantId);
    if (isId) touched('Participant', participantId);
    // Erasing is for ever: an officer does it, on request.
    if (!caller.can('participant:erase')) throw refusals.forbidden();
    if (!isId) throw refusals.unknown();
    const id = participantId.toLowerCase();
    return em.transactional(async (tx) => {
      if ((await execute(tx, LOCK_PARTICIPANT, [id])).rows.length === 0) throw refusals.unknown();
      await this.#erase(tx, { participants: [id] });
      await this.#outbox.add(tx, participantsErased, { data: { participants: [id] }, requestId });
      const { rows } = await execute(tx, ERASED_AT, [id]);
      return { id, erasedAt: new Date(rows[0]?.erasedAt ?? 0) };
    });
  }
}
