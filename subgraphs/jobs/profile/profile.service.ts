import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { eraser } from '../../kit/erasure.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { Kit } from '../../kit/feature.ts';
import type { certificateRevoked } from './profile.events.ts';
import { KEEP, LOCK_PROFILES, REBUILD, REVOKE } from './profile.statement.ts';

/** Any constant: nothing else in this database uses it. */
const ERASURE_LOCK = 7_214_041;

interface ProvedSkills {
  certificate: string;
  participant: string;
  skills: readonly string[];
  levels?: readonly string[];
  /** ISO, with an offset. */
  issuedAt: string;
}

/** Lets an erasure go first. Shared by all but an erasure: what is not committed yet would escape its deletes. */
export const waitForErasures = async (em: EntityManager): Promise<void> => {
  await execute(em, 'select pg_advisory_xact_lock_shared($1)', [ERASURE_LOCK]);
};

const lockProfiles = async (em: EntityManager, people: readonly string[]): Promise<string[]> => {
  await waitForErasures(em);
  return (await execute(em, LOCK_PROFILES, [people])).rows.map(({ id }) => id);
};

/** Adds what certificates prove to the profiles of their holders, the erased left out: four statements, however many. */
export const mergeSkills = async (em: EntityManager, certificates: readonly ProvedSkills[]): Promise<void> => {
  const people = await lockProfiles(
    em,
    certificates.map(({ participant }) => participant),
  );
  await execute(em, KEEP, [JSON.stringify(certificates), people]);
  await execute(em, REBUILD, [people]);
};

/** Takes away what a revoked certificate alone proved, also when it is issued here after its revocation. */
export const removeSkills = async (em: EntityManager, data: EventData<typeof certificateRevoked>): Promise<void> => {
  const { certificate, participant, at } = data;
  const people = await lockProfiles(em, [participant]);
  if (people.length > 0) await execute(em, REVOKE, [participant, certificate, new Date(at)]);
  await execute(em, REBUILD, [people]);
};

/** Returns what removes all that is kept of people, for ever: nothing that is told later brings it back. */
export const eraserAlone = (kit: Pick<Kit, 'erasure'>): ReturnType<typeof eraser> => {
  const erase = eraser(kit);
  return async (em, people) => {
    await execute(em, 'select pg_advisory_xact_lock($1)', [ERASURE_LOCK]);
    await erase(em, people);
  };
};
