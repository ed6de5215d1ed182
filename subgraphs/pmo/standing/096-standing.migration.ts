import { Migration } from '@mikro-orm/migrations';

// Holders of awards about whom something else is stated than before, until they have been judged again. `id` numbers
// the changes.
const recheck = `create table standing_recheck (
  participant_id uuid primary key,
  id integer generated always as identity
)`;

// The days of which birthdays have been looked at.
const sweep = `create table standing_sweep (
  day date primary key,
  noted integer not null
)`;

// Whoever writes them: a correction, an attestation, an operator by hand.
const note = `create function note_changed_facts() returns trigger language plpgsql as $$
begin
  insert into standing_recheck (participant_id) values (new.id) on conflict (participant_id) do nothing;
  return null;
end $$`;

const facts = ['birth_date', 'nik_birth_date', 'work_status', 'occupation', 'is_in_formal_education'];
const listed = (row: string) => facts.map((fact) => `${row}.${fact}`).join(', ');

const noteChanges = `create trigger note_changed_facts after update of ${facts.join(', ')} on participant
  for each row when (old.status in ('RECIPIENT', 'ACTIVE', 'ALUMNI', 'BARRED')
    and (${listed('old')}) is distinct from (${listed('new')}))
  execute function note_changed_facts()`;

// The index of birthdays came with it, under a lock on every participant; 114-birthdays builds it beside the work.
export class StandingRechecks extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [recheck, sweep, note, noteChanges]) this.addSql(statement);
  }
}
