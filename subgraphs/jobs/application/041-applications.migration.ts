import { Migration } from '@mikro-orm/migrations';
import { idempotencyTables } from '../../kit/idempotency.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const applicationMoves = [
  'SUBMITTED>IN_REVIEW',
  'SUBMITTED>INTERVIEW',
  'SUBMITTED>OFFERED',
  'SUBMITTED>HIRED',
  'SUBMITTED>REJECTED',
  'SUBMITTED>WITHDRAWN',
  'IN_REVIEW>INTERVIEW',
  'IN_REVIEW>OFFERED',
  'IN_REVIEW>HIRED',
  'IN_REVIEW>REJECTED',
  'IN_REVIEW>WITHDRAWN',
  'INTERVIEW>OFFERED',
  'INTERVIEW>HIRED',
  'INTERVIEW>REJECTED',
  'INTERVIEW>WITHDRAWN',
  'OFFERED>HIRED',
  'OFFERED>REJECTED',
  'OFFERED>WITHDRAWN',
];

const tables = [
  // The participant leads the keys: the tables can be distributed by it.
  `create table application (
    participant_id uuid not null,
    id uuid not null unique,
    vacancy_id uuid not null references vacancy,
    portal_id uuid not null references portal,
    status text not null check
      (status in ('SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN')),
    message text check (char_length(message) between 1 and 2000),
    submitted_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (participant_id, id),
    check (changed_at >= submitted_at)
  )`,
  // One open application of a person for a vacancy, under any concurrency; who was hired does not apply again.
  `create unique index application_open_uq on application (participant_id, vacancy_id)
    where status not in ('REJECTED', 'WITHDRAWN')`,
  'create index application_vacancy_ix on application (vacancy_id, id)',
  'create index application_portal_ix on application (portal_id, id)',
  // A portal knows whom it invites by the pseudonym of a search alone; two of one person stay two to it.
  `create table invitation (
    participant_id uuid not null,
    id uuid not null unique,
    vacancy_id uuid not null references vacancy,
    portal_id uuid not null references portal,
    pseudonym text not null check (char_length(pseudonym) between 1 and 64),
    message text not null check (char_length(message) between 10 and 1000),
    status text not null check (status in ('SENT', 'ACCEPTED', 'DECLINED')),
    application_id uuid references application (id) on delete cascade,
    sent_at timestamptz not null,
    until timestamptz not null check (until > sent_at),
    answered_at timestamptz,
    primary key (participant_id, id),
    unique (vacancy_id, pseudonym),
    check ((status = 'ACCEPTED') = (application_id is not null)),
    check ((status = 'SENT') = (answered_at is null))
  )`,
  'create index invitation_vacancy_ix on invitation (vacancy_id, id)',
  'create index invitation_application_ix on invitation (application_id) where application_id is not null',
];

export class Applications extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    const guards = [
      ...refuseOtherMoves('application', applicationMoves),
      ...refuseOtherMoves('invitation', ['SENT>ACCEPTED', 'SENT>DECLINED']),
    ];
    for (const statement of [...idempotencyTables(), ...tables, ...guards]) this.addSql(statement);
  }
}
