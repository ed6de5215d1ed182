import { touched } from '../../kit/audit/draft.ts';
import { anonymous } from '../../kit/caller.ts';
import type { Kit } from '../../kit/feature.ts';
import { NOTE_CANARIES } from './application.statement.ts';

/**
 * Raises the alarm for portals that invited somebody who does not exist: a row that stands deep in a sample. It is
 * looked for beside the calls, so that these take as long for a canary as for a person.
 */
export const noteInvitedCanaries = async ({
  database,
  audit,
  log,
}: Pick<Kit, 'database' | 'audit' | 'log'>): Promise<void> => {
  for (const { portal, canaries } of await database.rows(NOTE_CANARIES)) {
    const name = 'alumniCanariesInvited';
    log.warn({ portal, canaries }, name);
    const facts = { caller: { ...anonymous, org: portal }, requestId: crypto.randomUUID() };
    await audit.run({ name, args: { canaries }, facts }, () => touched('Portal', portal));
  }
};
