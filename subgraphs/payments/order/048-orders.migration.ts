import { Migration } from '@mikro-orm/migrations';

// An order is for an item that was approved. `next_at`: when somebody may claim it; a claim moves it behind its own end.
const orders = `create table disbursement_order (
  id uuid primary key,
  disbursement_id uuid not null,
  batch_id uuid not null,
  participant_id uuid not null,
  wave_number integer not null,
  partner_code text not null,
  reference text not null constraint disbursement_order_reference_uq unique check (char_length(reference) between 1 and 64),
  amount bigint not null check (amount > 0),
  destination_hash bytea not null check (octet_length(destination_hash) = 32),
  sealed_account bytea not null,
  state text not null check (state in ('OPEN', 'PAID', 'FAILED', 'RETURNED', 'SUSPECT')),
  attempt integer not null check (attempt >= 0),
  next_step text not null check (next_step in ('PAY', 'INQUIRE')),
  next_at timestamptz(3) not null,
  first_sent_at timestamptz(3),
  last_sent_at timestamptz(3),
  code text,
  partner_reference text,
  ordered_at timestamptz(3) not null,
  ended_at timestamptz(3),
  returned_at timestamptz(3),
  contradicted_at timestamptz(3),
  foreign key (batch_id, disbursement_id) references disbursement_batch_item,
  constraint disbursement_order_ended_ck check ((state in ('PAID', 'FAILED', 'RETURNED')) = (ended_at is not null)),
  constraint disbursement_order_returned_ck check ((state = 'RETURNED') = (returned_at is not null)),
  constraint disbursement_order_contradicted_ck check (contradicted_at is null or state = 'FAILED')
)`;

const refuseMoves = `create function refuse_disbursement_order_move() returns trigger language plpgsql as $$
begin
  raise exception 'an order that is % cannot become %', old.state, new.state using errcode = 'restrict_violation';
end $$`;

const refuseChanges = `create function refuse_disbursement_order_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was ordered never changes' using errcode = 'restrict_violation';
end $$`;

const lane = `create table payout_lane (
  partner_code text primary key,
  is_paused boolean not null default false,
  changed_by text not null,
  changed_at timestamptz(3) not null,
  per_second integer check (per_second between 1 and 100000),
  daily_limit bigint check (daily_limit > 0),
  tokens double precision not null default 0,
  tokens_at timestamptz(3) not null,
  day date not null,
  day_sum bigint not null default 0
)`;

// What became of a suspect, as one person says and another one confirms.
const verdict = `create table suspect_verdict (
  order_id uuid primary key references disbursement_order,
  outcome text not null check (outcome in ('PAID', 'NOT_PAID')),
  evidence text not null check (char_length(evidence) between 1 and 500),
  proposed_by text not null,
  proposed_at timestamptz(3) not null,
  confirmed_by text,
  confirmed_at timestamptz(3),
  constraint suspect_verdict_confirmer_ck check (confirmed_by <> proposed_by),
  constraint suspect_verdict_confirmed_ck check ((confirmed_by is null) = (confirmed_at is null))
)`;

export class Orders extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [orders, lane, verdict, refuseMoves, refuseChanges]) this.addSql(table);
    // The promise of the engine: a payout has at most one order that may have moved money which did not come back.
    this.addSql(`create unique index disbursement_order_live_uq on disbursement_order (disbursement_id)
      where state in ('OPEN', 'PAID', 'SUSPECT')`);
    this.addSql(
      `create index disbursement_order_due_ix on disbursement_order (partner_code, next_at) where state = 'OPEN'`,
    );
    this.addSql(`create index disbursement_order_payout_ix on disbursement_order (disbursement_id)`);
    this.addSql(`create trigger refuse_move after update of state on disbursement_order for each row
      when (old.state is distinct from new.state and (old.state, new.state) not in (('OPEN', 'PAID'), ('OPEN', 'FAILED'),
        ('OPEN', 'SUSPECT'), ('SUSPECT', 'PAID'), ('SUSPECT', 'FAILED'), ('PAID', 'RETURNED')))
      execute function refuse_disbursement_order_move()`);
    this.addSql(`create trigger refuse_change after update on disbursement_order for each row
      when ((old.reference, old.amount, old.destination_hash, old.disbursement_id, old.partner_code) is distinct from
        (new.reference, new.amount, new.destination_hash, new.disbursement_id, new.partner_code))
      execute function refuse_disbursement_order_change()`);
  }
}
