import { Migration } from '@mikro-orm/migrations';

// One purchase of an enrolment, for ever: its key is the enrolment's. A seat that ended before anybody paid it has a row
// too, ENDED, so that its token pays nothing later.
const purchase = `create table purchase (
  id uuid primary key,
  participant_id uuid not null,
  status text not null check (status in ('ENDED', 'HELD', 'CAPTURED', 'VOIDED', 'REFUNDED')),
  wave_number integer,
  amount bigint check (amount > 0),
  commission bigint,
  commission_basis_points integer,
  invoice text check (char_length(invoice) between 1 and 64),
  course_id uuid,
  platform_id uuid,
  institution_id uuid,
  authorized_at timestamptz,
  void_requested_at timestamptz,
  void_reason text check (char_length(void_reason) between 1 and 500),
  captured_at timestamptz,
  -- Why the seat or the course ended, and when the money was back.
  end_reason text,
  ended_at timestamptz,
  constraint purchase_invoice_uq unique (platform_id, invoice),
  constraint purchase_authorized_ck check ((status = 'ENDED') = (num_nonnulls(amount, invoice, course_id, platform_id,
    institution_id, authorized_at) = 0) and (status = 'ENDED' or num_nulls(amount, invoice, course_id, platform_id,
    institution_id, authorized_at) = 0)),
  -- At most 15 % for basic services, from 7 August 2020 (programme rules, Money).
  constraint purchase_commission_ck check (commission between 0 and amount * 15 / 100),
  constraint purchase_captured_ck check (num_nulls(captured_at, commission, commission_basis_points)
    = case when captured_at is null then 3 else 0 end),
  constraint purchase_status_ck check (case status when 'HELD' then captured_at is null and ended_at is null
    when 'CAPTURED' then captured_at is not null and ended_at is null
    when 'VOIDED' then captured_at is null and ended_at is not null
    when 'REFUNDED' then captured_at is not null and ended_at is not null
    else ended_at is not null end)
)`;

// The newest code of a person, for one enrolment, as a hash, with its tries and the sends of a day.
const code = `create table purchase_code (
  participant_id uuid primary key,
  enrollment_id uuid not null,
  code_hash bytea not null check (octet_length(code_hash) = 16),
  expires_at timestamptz not null,
  tries smallint not null default 0 check (tries between 0 and 5),
  used_at timestamptz,
  sends smallint not null check (sends > 0),
  sends_until timestamptz not null
)`;

export class Purchases extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(purchase);
    this.addSql(`create index purchase_participant_ix on purchase (participant_id, id) where status <> 'ENDED'`);
    this.addSql(code);
  }
}
