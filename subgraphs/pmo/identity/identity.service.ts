import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { isUuid } from '../../kit/ids.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { participantsErased } from './identity.events.ts';
import { mayErase } from './identity.policy.ts';

export { identityPlace, packIdentity, unpackIdentity } from './identity.record.ts';

// The year of birth stays, for statistics by age.
const ANONYMISE = `update participant
  set name = '—', birth_date = date_trunc('year', birth_date)::date, motivation = null where id = $1`;

// The claim of the NIK stays: one award in a lifetime holds for the erased too.
const FORGET = 'delete from participant_identity where participant_id = $1';

const FORGET_CODES = 'delete from verification_code where participant_id = $1';

// What was replaced is sealed with the key that is destroyed; why, somebody wrote in words of their own.
const FORGET_REASONS = `update participant_revision set reason = '—' where participant_id = $1`;

// That it was filled in stays, since it was paid.
const FORGET_ANSWERS = 'update survey_submission set sealed = null where participant_id = $1';

// Other subgraphs learn it by the erasure itself.
const END_CONSENTS = `update consent set status = 'WITHDRAWN', ended_at = now()
  where participant_id = $1 and status = 'GRANTED' and until > now()`;

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
  readonly #vault: Vault;
  readonly #outbox: Outbox;

  constructor({ vault, outbox }: { vault: Vault; outbox: Outbox }) {
    this.#vault = vault;
    this.#outbox = outbox;
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
      const { affected } = await execute(tx, ANONYMISE, [id]);
      if (affected === 0) throw refusals.unknown();
      await this.#vault.erase(tx, [id]);
      for (const statement of [FORGET, FORGET_CODES, FORGET_REASONS, FORGET_ANSWERS, END_CONSENTS])
        await execute(tx, statement, [id]);
      await this.#outbox.add(tx, participantsErased, { data: { participants: [id] }, requestId });
      const { rows } = await execute<{ erasedAt: Date }>(tx, ERASED_AT, [id]);
      return { id, erasedAt: new Date(rows[0]?.erasedAt ?? 0) };
    });
  }
}
