import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const tables = [
  // The thumbprint (RFC 7638) is the key's id: one key belongs to one institution, for ever.
  `create table certificate_key (
    kid text primary key check (kid ~ '^[A-Za-z0-9_-]{43}$'),
    institution_id uuid not null references institution,
    jwk jsonb not null,
    valid_from timestamptz not null,
    valid_until timestamptz check (valid_until >= valid_from),
    compromised_at timestamptz,
    registered_at timestamptz not null
  )`,
  'create index certificate_key_institution_ix on certificate_key (institution_id, registered_at)',
  `create table status_list (
    number integer primary key check (number > 0),
    opened_at timestamptz not null
  )`,
  // A claim of one place in a list for one certificate; it names no person.
  `create table status_entry (
    list_number integer not null references status_list,
    place integer not null check (place between 0 and 131071),
    certificate_id uuid not null constraint status_entry_certificate_uq unique,
    is_revoked boolean not null default false,
    primary key (list_number, place)
  )`,
  'create index status_entry_revoked_ix on status_entry (list_number, place) where is_revoked',
  // The salt opens the subject of the credential to its holder; it is destroyed with the person's data.
  `create table certificate_draft (
    participant_id uuid not null,
    enrollment_id uuid not null,
    certificate_id uuid not null,
    course_id uuid not null,
    course_version integer not null check (course_version > 0),
    score integer not null check (score between 0 and 100),
    skills text[] not null check (cardinality(skills) between 1 and 20),
    levels text[] not null check (cardinality(levels) = cardinality(skills)),
    salt bytea check (octet_length(salt) = 32),
    claims jsonb not null,
    drafted_at timestamptz not null,
    primary key (participant_id, enrollment_id),
    foreign key (participant_id, enrollment_id) references enrollment
  )`,
  // A certificate from before credentials were signed has none, and no levels.
  `alter table certificate
    add column course_version integer not null default 1 check (course_version > 0),
    add column levels text[],
    add column credential text check (char_length(credential) <= 65536),
    add column kid text references certificate_key,
    add column valid_until timestamptz check (valid_until > issued_at),
    add column status text not null default 'VALID' check (status in ('VALID', 'REVOKED')),
    add column revoked_at timestamptz check (revoked_at >= issued_at),
    add column revocation_reason text check (char_length(revocation_reason) between 3 and 500),
    add constraint certificate_levels_ck check (levels is null or cardinality(levels) = cardinality(skills)),
    add constraint certificate_credential_ck check
      ((credential is null) = (kid is null) and (credential is null) = (levels is null)),
    add constraint certificate_revoked_ck check
      ((status = 'REVOKED') = (revoked_at is not null) and (status = 'REVOKED') = (revocation_reason is not null))`,
];

export class Certificates extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
    for (const statement of refuseOtherMoves('certificate', ['VALID>REVOKED'])) this.addSql(statement);
  }
}
