import { Migration } from '@mikro-orm/migrations';

const statements = [
  // What a portal has sent on a day of Asia/Jakarta, by pseudonym, and how many of these lead to nobody.
  `create table invitation_quota (
    portal_id uuid not null references portal,
    day date not null,
    sent int not null check (sent >= 0),
    canaries int not null default 0 check (canaries between 0 and sent),
    noted_canaries int not null default 0 check (noted_canaries between 0 and canaries),
    primary key (portal_id, day)
  )`,
  'create index invitation_quota_day_ix on invitation_quota (day)',
  'create index invitation_quota_canaries_ix on invitation_quota (portal_id) where noted_canaries < canaries',
  // A person is invited to a vacancy once, under whatever pseudonym: the further ones are sent to nobody.
  'create unique index invitation_person_uq on invitation (participant_id, vacancy_id)',
];

export class InvitationCaps extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of statements) this.addSql(statement);
  }
}
