import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { mayErase } from './identity.policy.ts';

// The year of birth stays, for statistics by age.
const ANONYMISE = `update participant set name = '—', birth_date = date_trunc('year', birth_date)::date where id = $1`;

// The claim of the NIK stays: one award in a lifetime holds for the erased too.
const FORGET = 'delete from participant_identity where participant_id = $1';

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

/** Use cases of identity data. */
export class IdentityService {
  readonly #vault: Vault;

  constructor({ vault }: { vault: Vault }) {
    this.#vault = vault;
  }

  /**
   * Destroys the person's key and what could find or name them; the id stays, as a pseudonym. Once more changes nothing.
   * @throws Refusal FORBIDDEN, PARTICIPANT_UNKNOWN
   */
  async erase(em: EntityManager, participantId: string, caller: Caller): Promise<void> {
    if (!mayErase(caller)) throw refusals.forbidden();
    if (!isUuid(participantId)) throw refusals.unknown();
    touched('Participant', participantId);
    await em.transactional(async (tx) => {
      const { affected } = await execute(tx, ANONYMISE, [participantId]);
      if (affected === 0) throw refusals.unknown();
      await this.#vault.erase(tx, [participantId]);
      await execute(tx, FORGET, [participantId]);
    });
  }
}
