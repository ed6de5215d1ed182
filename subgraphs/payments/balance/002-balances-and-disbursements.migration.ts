import { Migration } from '@mikro-orm/migrations';

export class BalancesAndDisbursements extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // One training balance per participant, for ever: the key refuses a second award whatever its wave.
    this.addSql(`create table training_balance (
      participant_id uuid primary key,
      wave_number integer not null check (wave_number > 0),
      granted bigint not null check (granted > 0),
      spent bigint not null default 0 check (spent >= 0),
      held bigint not null default 0 check (held >= 0),
      returned bigint not null default 0 check (returned >= 0),
      expires_on date not null,
      updated_at timestamptz not null default now(),
      check (spent + held + returned <= granted)
    )`);
    this.addSql(`create table disbursement (
      id uuid primary key default uuidv7(),
      participant_id uuid not null,
      wave_number integer not null check (wave_number > 0),
      entitlement text not null check (entitlement in ('INCENTIVE', 'SURVEY')),
      instalment integer not null check (instalment > 0),
      amount bigint not null check (amount > 0),
      status text not null check (status in ('DUE', 'CHECKED', 'BATCHED', 'APPROVED', 'SENT', 'SETTLED', 'REJECTED',
        'UNKNOWN', 'SUSPECT', 'RETURNED')),
      partner_code text,
      -- Wallets may repeat an answer for months: the reference is unique for ever.
      partner_reference text constraint disbursement_partner_reference_uq unique,
      due_at timestamptz not null,
      settled_at timestamptz,
      created_at timestamptz not null default now(),
      constraint disbursement_payout_uq unique (participant_id, entitlement, instalment),
      -- The reference is stored before the first byte is sent.
      check (status not in ('SENT', 'SETTLED', 'UNKNOWN', 'SUSPECT', 'RETURNED')
        or (partner_code is not null and partner_reference is not null)),
      check (status <> 'SETTLED' or settled_at is not null)
    )`);
    this.addSql(`create index disbursement_participant_ix on disbursement (participant_id, id)`);
    this.addSql(`create table wallet (
      participant_id uuid primary key,
      partner_code text not null,
      masked_number text not null check (masked_number ~ '^[*]{4}[0-9]{4}$'),
      verified_at timestamptz
    )`);
  }
}
