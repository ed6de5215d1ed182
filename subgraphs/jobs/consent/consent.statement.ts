import { statement } from '../../kit/statement.ts';

// The erased have no consent, whenever it was told.
const told = `insert into consent (id, participant_id, portal_id, purpose, region_code, until, withdrawn_at)
  select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz
  where not exists (select from erased_participant where participant_id = $2::uuid)`;

export const GRANT = statement('consent-grant', {}, `${told} on conflict (id) do nothing`);

export const WITHDRAW = statement(
  'consent-withdraw',
  {},
  `${told} on conflict (id) do update set withdrawn_at = excluded.withdrawn_at`,
);
