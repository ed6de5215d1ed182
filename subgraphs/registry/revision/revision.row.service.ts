import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { isUuid } from '../../kit/ids.ts';
import { type Revision, RevisionEntity } from './revision.entity.ts';
import { refusals } from './revision.refusal.ts';

/** Returns a revision that nobody else changes before the transaction ends. @throws Refusal REVISION_UNKNOWN */
export const lockRevision = async (tx: EntityManager, id: string): Promise<Revision> => {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const row = isUuid(id) ? await tx.findOne(RevisionEntity, id, options) : null;
  if (!row) throw refusals.unknown();
  return row;
};

/** Returns a revision as it is, by the id of one that is there. */
export const readRevision = (em: EntityManager, id: string): Promise<Revision> => em.findOneOrFail(RevisionEntity, id);
