import { Migration } from '@mikro-orm/migrations';

const tables = [
  // Whose NIK is to be attested to payments, and who was.
  `create table nik_attestation (
    participant_id uuid primary key,
    asked_at timestamptz not null default now(),
    attested_at timestamptz
  )`,
  'create index nik_attestation_due_ix on nik_attestation (participant_id) where attested_at is null',
  `insert into nik_attestation (participant_id) select participant_id from award_claim`,
];

// Whoever awards need not know of it: everyone who is awarded is to be attested, in the same transaction.
const attestAwarded = `create function attest_awarded() returns trigger language plpgsql as $$
begin
  insert into nik_attestation (participant_id) select participant_id from awarded order by participant_id
    on conflict do nothing;
  return null;
end $$`;

const trigger = `create trigger attest_awarded after insert on award_claim referencing new table as awarded
  for each statement execute function attest_awarded()`;

export class Attestation extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...tables, attestAwarded, trigger]) this.addSql(statement);
  }
}
