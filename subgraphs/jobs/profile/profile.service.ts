import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { eraser } from '../../kit/erasure.ts';
import type { Kit } from '../../kit/feature.ts';
import { MERGE } from './profile.statement.ts';

/** Any constant: nothing else in this database uses it. */
const ERASURE_LOCK = 7_214_041;

interface ProvedSkills {
  participant: string;
  skills: readonly string[];
  /** ISO, with an offset. */
  issuedAt: string;
}

/** Lets an erasure go first. Shared by all but an erasure: what is not committed yet would escape its deletes. */
export const waitForErasures = async (em: EntityManager): Promise<void> => {
  await execute(em, 'select pg_advisory_xact_lock_shared($1)', [ERASURE_LOCK]);
};

/** Adds what certificates prove to the profiles of their holders, the erased left out: two statements, however many. */
export const mergeSkills = async (em: EntityManager, certificates: readonly ProvedSkills[]): Promise<void> => {
  await waitForErasures(em);
  await execute(em, MERGE, [JSON.stringify(certificates)]);
};

/** Returns what removes all that is kept of people, for ever: nothing that is told later brings it back. */
export const eraserAlone = (kit: Pick<Kit, 'erasure'>): ReturnType<typeof eraser> => {
  const erase = eraser(kit);
  return async (em, people) => {
    await execute(em, 'select pg_advisory_xact_lock($1)', [ERASURE_LOCK]);
    await erase(em, people);
  };
};
