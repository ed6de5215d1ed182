import { Migration } from '@mikro-orm/migrations';

// To whom a person shows who they are, by an application. Its events come in any order: what ended stays so.
const shared = `create table shared_contact (
  application_id uuid primary key,
  participant_id uuid not null,
  portal_id uuid not null,
  shared_at timestamptz,
  ended_at timestamptz,
  check (num_nulls(shared_at, ended_at) < 2)
)`;

export class SharedContacts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(shared);
    this.addSql('create index shared_contact_participant_ix on shared_contact (participant_id)');
  }
}
