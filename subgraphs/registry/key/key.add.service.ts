import { run, type Transaction } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { type PublisherKey, PublisherKeyEntity } from './key.entity.ts';
import { KeyStatus } from './key.status.ts';

const query = queriesOver(PublisherKeyEntity);

type NewKey = Pick<PublisherKey, 'id' | 'publicKey' | 'organization' | 'role'>;

interface People {
  proposedBy: string;
  approvedBy: string;
  now: Date;
}

const ADD = query<NewKey & People>()('publisher-key-add', (db, key) =>
  db
    .insertInto('publisher_key')
    .values({
      id: key.id,
      publicKey: key.publicKey,
      organization: key.organization,
      role: key.role,
      status: KeyStatus.APPROVED,
      proposedBy: key.proposedBy,
      proposedAt: key.now,
      approvedBy: key.approvedBy,
      approvedAt: key.now,
      revokedBy: null,
      revokedAt: null,
      revocationReason: null,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Keeps the approved keys with which a graph begins; those that are there stay as they are. */
export const addKeys = async (tx: Transaction, keys: readonly NewKey[], people: People): Promise<void> => {
  for (const key of keys) await run(tx, ADD, { ...key, ...people });
};
