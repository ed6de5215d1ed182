import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { recordAccess } from '../../kit/vault/access-log.ts';

/** What officers read of many people without saying why. */
type DisclosedField = 'name' | 'decisions' | 'eligibility' | 'registrations';

interface Disclosure {
  participantId: string;
  field: DisclosedField;
}

/** Writes to the access log that something of a person is shown to another: one statement for all of a step. */
export const disclosures = (database: Database, facts: RequestFacts) =>
  new DataLoader<Disclosure, true, string>(
    async (shown) => {
      const byPerson = Map.groupBy(shown, ({ participantId }) => participantId);
      const accesses = [...byPerson].map(([subjectId, group]) => {
        return { subjectId, fields: group.map(({ field }) => field), purpose: null };
      });
      await recordAccess(database, accesses, facts);
      return shown.map(() => true);
    },
    { cacheKeyFn: ({ participantId, field }) => `${participantId} ${field}` },
  );

interface DisclosureSlice extends Pick<RequestFacts, 'caller'> {
  loaders: { disclosures: DataLoader<Disclosure, true, string> };
}

/**
 * Answers what a field shows of a person, once that is in the access log. People who read of themselves leave no entry
 * and wait for nothing.
 */
export const disclose = <T>(
  { caller, loaders }: DisclosureSlice,
  { participantId, field }: Disclosure,
  value: T | Promise<T>,
): T | Promise<T> => {
  if (caller.id === participantId && caller.can('self')) return value;
  const written = loaders.disclosures.load({ participantId, field });
  // Both are under way at once; what cannot be written down is not shown.
  return Promise.all([value, written]).then(([shown]) => shown);
};
