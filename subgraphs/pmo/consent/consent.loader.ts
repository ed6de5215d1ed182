import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import type { ConsentType } from './consent.type.ts';

// One that has run out is EXPIRED, whether or not that has been written down.
const columns = `id, participant_id as "participantId", portal_id as "portalId", purpose, granted_at as "grantedAt", until,
  case when status = 'GRANTED' and until <= $1 then 'EXPIRED' else status end as status,
  case when status = 'GRANTED' and until <= $1 then until else ended_at end as "endedAt"`;

const PAGE = {
  name: 'consents-by-participant',
  text: `select page.* from unnest($2::uuid[]) as person (id) cross join lateral (
      select ${columns} from consent where participant_id = person.id and consent.id < $3::uuid
      order by consent.id desc limit $4
    ) page`,
};

const ONE = { name: 'consent-by-id', text: `select ${columns} from consent where id = $2` };

/** Newest first, which is the order of the ids: one statement for all participants of a page. */
export const consentsByParticipant = (database: Database, now: () => Date) =>
  pagesByParent<IdKey, ConsentType>(
    (people, page) => database.rows<ConsentType>(PAGE, [now(), people, below(page), page.first + 1]),
    ({ participantId }) => participantId,
  );

/** One consent, as it stands now. */
export const readConsent = async (database: Database, id: string, now: Date): Promise<ConsentType | null> =>
  (await database.rows<ConsentType>(ONE, [now, id]))[0] ?? null;

export const consentLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
  consents: consentsByParticipant(database, now),
});

export type ConsentLoaders = ReturnType<typeof consentLoaders>;
