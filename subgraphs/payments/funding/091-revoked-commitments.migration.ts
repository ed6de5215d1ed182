import { Migration } from '@mikro-orm/migrations';

// What was committed for people who lost the award: `amount` is what they can no longer be paid, null until it is
// released.
const table = `create table revoked_commitment (
  participant_id uuid primary key,
  wave_number integer not null check (wave_number > 0),
  amount bigint check (amount >= 0),
  released_at timestamptz,
  check ((amount is null) = (released_at is null))
)`;

// Whoever revokes knows nothing of commitments, and locks no year: the database remembers it, in the same transaction.
const remember = `create function remember_revoked_commitment() returns trigger language plpgsql as $$
begin
  insert into revoked_commitment (participant_id, wave_number)
    select participant_id, wave_number from revoked order by participant_id on conflict do nothing;
  return null;
end $$`;

const trigger = `create trigger remember_revoked_commitment after insert on revocation referencing new table as revoked
  for each statement execute function remember_revoked_commitment()`;

export class RevokedCommitments extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [table, remember, trigger]) this.addSql(statement);
    this.addSql(`create index revoked_commitment_open_ix on revoked_commitment (wave_number, participant_id)
      where amount is null`);
    this.addSql(`insert into revoked_commitment (participant_id, wave_number)
      select participant_id, wave_number from revocation`);
  }
}
