import { column, statement } from '../../kit/statement.ts';

// In order of the key. Answers who was not revoked before.
export const REMEMBER = statement(
  'revocation-remember',
  { participant_id: column.uuid },
  `insert into revocation (participant_id, wave_number, revoked_at)
  select participant_id, $2, $3 from unnest($1::uuid[]) as participant_id order by participant_id
  on conflict do nothing returning participant_id`,
);
