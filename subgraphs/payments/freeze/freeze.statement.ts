import { statement } from '../../kit/statement.ts';

// In order of the key. An older event that arrives late changes nothing.
export const SAY = statement(
  'freeze-say',
  {},
  `insert into participant_freeze (participant_id, is_frozen, list, said_at, version)
  select participant_id, $2, $3, $4, $5 from unnest($1::uuid[]) as participant_id order by participant_id
  on conflict (participant_id) do update set is_frozen = excluded.is_frozen, list = excluded.list,
    said_at = excluded.said_at, version = excluded.version
  where (participant_freeze.said_at, participant_freeze.version) < (excluded.said_at, excluded.version)`,
);
