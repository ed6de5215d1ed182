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
import { ASK, ASK_UNDER, DONE, NEXT } from './attestation.statement.ts';
import type { NikProofs } from './nik-proof.ts';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const PAGE = 5_000;

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
   * Attests everyone who waits: a thousand proofs are one transaction and one event. Who has no NIK, or was erased, is
   * passed over. @returns how many people
   */
  async attest(): Promise<number> {
    // An event has as many proofs at most.
    const most = Math.floor(CHUNK / this.#options.proofs.keyIds.length);
    let total = 0;
    for (let count = most; count === most; total += count) {
      count = await this.#options.database.orm.em.fork().transactional((em) => this.#attestSome(em, most));
    }
    return total;
  }

  /**
   * While there are several keys, puts everyone down for attestation who was not attested under all of them; page by
   * page, and what is done already is passed over. @returns how many people
   */
  async attestUnderAll(): Promise<number> {
    const { database, proofs } = this.#options;
    if (proofs.keyIds.length < 2) return 0;
    let total = 0;
    let last: string | null = BEFORE_ALL;
    while (last !== null) {
      const [page]: RowsOf<typeof ASK_UNDER>[] = await database.rows(ASK_UNDER, [last, proofs.keyIds, PAGE]);
      total += page?.asked ?? 0;
      last = page?.last ?? null;
    }
    return total;
  }

  async #attestSome(em: EntityManager, most: number): Promise<number> {
    const { outbox, proofs, now } = this.#options;
    const people = (await execute(em, NEXT, [most])).rows;
    if (people.length === 0) return 0;
    const attestations = await this.#prove(em, people);
    const at = now();
    const ids = people.map(({ id }) => id);
    await execute(em, DONE, [ids, at, proofs.keyIds]);
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
      const participant = known[index]?.subjectId ?? '';
      return nik ? proofs.of(nik).map((nikProof) => ({ participant, nikProof })) : [];
    });
  }
}
