import type { EntityManager } from '@mikro-orm/postgresql';
import type { Change } from '../../../schema/registry/changes.ts';
import { hashOf } from '../../../schema/registry/statement.ts';
import { execute } from '../../kit/database.ts';
import { ReleaseEntity } from './revision.entity.ts';
import { LAST_RELEASE } from './revision.statement.ts';

const LOCK = `select pg_advisory_xact_lock(hashtextextended('registry release', 0))`;

/** Holds up every other release until the transaction ends; returns the number of the last one. */
export const lockReleases = async (tx: EntityManager): Promise<number> => {
  await execute(tx, LOCK);
  const { rows } = await execute(tx, LAST_RELEASE);
  return rows[0]?.number ?? 0;
};

interface NewRelease {
  number: number;
  /** The revision that it is about. */
  revisionId: string;
  supergraph: string;
  changes: Change[];
  releasedAt: Date;
}

/** Writes down what gateways are to compose from now on. */
export const addRelease = async (tx: EntityManager, release: NewRelease): Promise<void> => {
  tx.create(ReleaseEntity, { ...release, supergraphHash: hashOf(release.supergraph) });
  await tx.flush();
};
