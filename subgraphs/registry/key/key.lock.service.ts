import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type PublisherKey, PublisherKeyEntity } from './key.entity.ts';
import { KeyStatus } from './key.status.ts';

const ID = /^[0-9a-f]{64}$/;

/** Returns an approved key, which nobody revokes before the transaction ends; undefined where there is none. */
export const lockApprovedKey = async (tx: EntityManager, id: string): Promise<PublisherKey | undefined> => {
  const options = { lockMode: LockMode.PESSIMISTIC_READ, refresh: true };
  const key = ID.test(id) ? await tx.findOne(PublisherKeyEntity, id, options) : null;
  return key?.status === KeyStatus.APPROVED ? key : undefined;
};
