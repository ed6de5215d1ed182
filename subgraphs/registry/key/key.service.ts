import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { keyIdOf, readPublicKey } from '../../../schema/registry/key.ts';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { run } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { isUntypable } from '../../kit/typed-text.ts';
import type { Publishers } from '../ownership/index.ts';
import { type PublisherKey, PublisherKeyEntity } from './key.entity.ts';
import { mayDecide, mayPropose } from './key.policy.ts';
import { refusals } from './key.refusal.ts';
import { type KeyRole, KeyStatus, transition } from './key.status.ts';

/** Keys of an organisation that are not revoked. */
export const MOST_KEYS = 50;

interface NewKey {
  publicKey: string;
  role: KeyRole;
  /** The publisher's name; the caller's organisation where it is left out. */
  organization?: string | null;
}

const query = queriesOver(PublisherKeyEntity);

// A key that is known already is a refusal here; by the unit of work it would be an error at the flush.
const INSERT = query<Pick<PublisherKey, 'id' | 'publicKey' | 'organization' | 'role' | 'proposedBy' | 'proposedAt'>>()(
  'publisher-key-insert',
  (db, key) =>
    db
      .insertInto('publisher_key')
      .values({
        id: key.id,
        publicKey: key.publicKey,
        organization: key.organization,
        role: key.role,
        status: sql.lit(KeyStatus.PROPOSED),
        proposedBy: key.proposedBy,
        proposedAt: key.proposedAt,
        approvedBy: null,
        approvedAt: null,
        revokedBy: null,
        revokedAt: null,
        revocationReason: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id']),
);

const COUNT = query<{ organization: string }>()('publisher-key-count', (db, values) =>
  db
    .selectFrom('publisher_key')
    .select(sql<number>`count(*)::int`.as('keys'))
    .where('organization', '=', values.organization)
    .where('status', '<>', sql.lit(KeyStatus.REVOKED)),
);

const readReason = (reason: string): string => {
  const text = reason.trim();
  if (text.length < 3 || text.length > 500 || isUntypable(text)) throw refusals.reason();
  return text;
};

/** Use cases of the keys that sign revisions; each returns the key's id. */
export class KeyService {
  readonly #acting: Publishers;
  readonly #now: () => Date;

  constructor({ acting, now }: { acting: Publishers; now: () => Date }) {
    this.#acting = acting;
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, PUBLISHER_KEY_MALFORMED, KEY_ALREADY_USED, PUBLISHER_KEY_LIMIT_REACHED */
  async propose(em: EntityManager, input: NewKey, caller: Caller): Promise<string> {
    if (!mayPropose(caller)) throw refusals.mayNotPropose();
    const key = readPublicKey(input.publicKey);
    if (!key) throw refusals.malformed();
    const id = keyIdOf(key);
    touched('PublisherKey', id);
    const organization = input.organization ?? caller.org;
    if (!this.#acting.isFor(caller, organization)) throw refusals.mayNotPropose();
    const { publicKey, role } = input;
    const row = { id, publicKey, role, organization, proposedBy: caller.id, proposedAt: this.#now() };
    await em.transactional(async (tx) => {
      const added = await run(tx, INSERT, row);
      if (added.length === 0) throw refusals.used();
      const [counted] = await run(tx, COUNT, { organization });
      if ((counted?.keys ?? 0) > MOST_KEYS) throw refusals.limit(MOST_KEYS);
    });
    return id;
  }

  /** @throws Refusal FORBIDDEN, PUBLISHER_KEY_UNKNOWN, SAME_PERSON, KEY_TRANSITION_ILLEGAL */
  async approve(em: EntityManager, id: string, caller: Caller): Promise<string> {
    if (!mayDecide(caller)) throw refusals.mayNotDecide();
    return this.#change(em, id, (key) => {
      key.status = transition(key.status, KeyStatus.APPROVED);
      if (key.proposedBy === caller.id) throw refusals.samePerson();
      Object.assign(key, { approvedBy: caller.id, approvedAt: this.#now() });
    });
  }

  /** @throws Refusal FORBIDDEN, REASON_MALFORMED, PUBLISHER_KEY_UNKNOWN, KEY_TRANSITION_ILLEGAL */
  async revoke(em: EntityManager, id: string, { caller, reason }: { caller: Caller; reason: string }): Promise<string> {
    if (!mayDecide(caller) && !mayPropose(caller)) throw refusals.mayNotRevoke();
    const revocationReason = readReason(reason);
    return this.#change(em, id, (key) => {
      // To another organisation the key is not there.
      if (!mayDecide(caller) && !this.#acting.isFor(caller, key.organization)) throw refusals.unknown();
      key.status = transition(key.status, KeyStatus.REVOKED);
      Object.assign(key, { revokedBy: caller.id, revokedAt: this.#now(), revocationReason });
    });
  }

  async #change(em: EntityManager, id: string, change: (key: PublisherKey) => void): Promise<string> {
    touched('PublisherKey', id.slice(0, 64));
    await em.transactional(async (tx) => {
      const isId = /^[0-9a-f]{64}$/.test(id);
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const key = isId ? await tx.findOne(PublisherKeyEntity, id, { lockMode }) : null;
      if (!key) throw refusals.unknown();
      change(key);
    });
    return id;
  }
}
