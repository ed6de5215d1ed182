import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { CHUNK, type EventData } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { identityPlace, unpackIdentity } from '../identity/index.ts';
import { type attestationRequested, identityAttested } from './attestation.events.ts';
import { ASK, DONE, NEXT } from './attestation.statement.ts';
import type { NikProofs } from './nik-proof.ts';

export interface AttestationOptions {
  database: Database;
  vault: Vault;
  outbox: Outbox;
  proofs: NikProofs;
  now: () => Date;
}

/** Attests the NIKs of recipients to payments, without telling them. */
export class AttestationService {
  readonly #options: AttestationOptions;

  constructor(options: AttestationOptions) {
    this.#options = options;
  }

  /** Puts people down for attestation; whoever is unknown is left out. */
  request = async (em: EntityManager, { participants }: EventData<typeof attestationRequested>): Promise<void> => {
    await execute(em, ASK, [participants, this.#options.now()]);
  };

  /**
   * Attests everyone who waits: a thousand people are one transaction and one event. Who has no NIK, or was erased, is
   * passed over. @returns how many people
   */
  async attest(): Promise<number> {
    let total = 0;
    for (let count = CHUNK; count === CHUNK; total += count) {
      count = await this.#options.database.orm.em.fork().transactional((em) => this.#attestSome(em));
    }
    return total;
  }

  async #attestSome(em: EntityManager): Promise<number> {
    const { outbox, now } = this.#options;
    const people = (await execute(em, NEXT, [CHUNK])).rows;
    if (people.length === 0) return 0;
    const attestations = await this.#prove(em, people);
    const at = now();
    const ids = people.map(({ id }) => id);
    await execute(em, DONE, [ids, at]);
    if (attestations.length > 0) {
      await outbox.add(em, identityAttested, { data: { attestations, at: at.toISOString() }, requestId: uuidv7() });
    }
    return people.length;
  }

  async #prove(em: EntityManager, people: readonly RowsOf<typeof NEXT>[]) {
    const { vault, proofs } = this.#options;
    const known = people.flatMap(({ id, sealed }) =>
      sealed === null ? [] : [{ ...identityPlace(id), kind: 'identity' as const, sealed }],
    );
    const opened = await vault.open(em, known);
    return opened.flatMap((value, index) => {
      if (value !== null && !(value instanceof Secret)) throw value;
      const nik = value && unpackIdentity(value).nik;
      return nik ? [{ participant: known[index]?.subjectId ?? '', nikProof: proofs.of(nik) }] : [];
    });
  }
}
