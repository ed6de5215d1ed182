import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { column, type RowsOf, statement } from '../../kit/statement.ts';
import type { IdentityMatchField, IdentityMatchReason, IdentityMatchState } from './match.status.ts';
import { waveMatches } from './waiver/waiver.loader.ts';

/** How the matches of people stand; nothing of who was never asked about. */
const STANDING = statement(
  'match-standing',
  {
    participantId: column.uuid,
    state: column.text.as<`${IdentityMatchState}`>(),
    reason: column.text.as<`${IdentityMatchReason}`>().orNull,
    field: column.text.as<`${IdentityMatchField}`>().orNull,
    at: column.timestamptz.orNull,
  },
  `select participant_id as "participantId", 'CONFIRMED' as state, null as reason, null as field, confirmed_at as at
    from nik_claim where participant_id = any($1::uuid[])
    union all
    select participant_id, state, reason, field, since from unconfirmed_identity where participant_id = any($1::uuid[])`,
);

export type MatchStanding = RowsOf<typeof STANDING>;

const standings = (database: Database) =>
  new DataLoader<string, MatchStanding | null>(async (ids) => {
    const rows = await database.rows(STANDING, [ids]);
    const found = new Map(rows.map((row) => [row.participantId, row]));
    return ids.map((id) => found.get(id) ?? null);
  });

export const matchLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  identityMatch: standings(database),
  waveMatch: waveMatches(database),
});

export type MatchLoaders = ReturnType<typeof matchLoaders>;
