import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

// A partner's file of one day. `posted_seq`: up to which claim its entries have been posted.
const file = `create table settlement_file (
  id integer generated always as identity primary key,
  partner_code text not null,
  day date not null,
  format text not null check (format in ('CSV', 'MT940', 'CAMT053')),
  file text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  status text not null check (status in ('LOADING', 'POSTING', 'DONE', 'REFUSED')),
  refusal text,
  refusal_line integer check (refusal_line > 0),
  message_id text check (char_length(message_id) between 1 and 64),
  line_count integer not null default 0 check (line_count >= 0),
  line_sum bigint not null default 0 check (line_sum >= 0),
  fee_sum bigint not null default 0,
  matched integer not null default 0 check (matched between 0 and line_count),
  matched_sum bigint not null default 0 check (matched_sum >= 0),
  posted_seq bigint not null default 0,
  requested_by text not null,
  request_id text not null,
  requested_at timestamptz(3) not null,
  finished_at timestamptz(3),
  constraint settlement_file_refusal_ck check ((status = 'REFUSED') = (refusal is not null)),
  constraint settlement_file_finished_ck check ((status in ('DONE', 'REFUSED')) = (finished_at is not null)),
  constraint settlement_file_message_ck check (status not in ('POSTING', 'DONE') or message_id is not null)
)`;

// What a file says of one order. The position is that of the row: XML may have many on one line.
const line = `create table settlement_line (
  file_id integer not null references settlement_file,
  position integer not null check (position > 0),
  line integer not null check (line > 0),
  reference text not null check (char_length(reference) between 1 and 64),
  amount bigint not null check (amount > 0),
  status text not null check (status in ('PAID', 'FAILED', 'RETURNED')),
  paid_at timestamptz(3),
  fee bigint not null check (fee >= 0),
  order_id uuid references disbursement_order,
  result text not null check (result in ('MATCHED', 'EXTRA', 'AMOUNT_DIFFERS', 'STATUS_DIFFERS')),
  primary key (file_id, position),
  constraint settlement_line_reference_uq unique (file_id, reference, status),
  constraint settlement_line_order_ck check (order_id is not null or result = 'EXTRA')
)`;

// An order's payment, and its return, are accounted for once in a lifetime, whatever files say. `awaits_line`: decided
// by people before a file had it.
const claim = `create table reconciled_order (
  order_id uuid not null references disbursement_order,
  fact text not null check (fact in ('PAID', 'RETURNED')),
  seq bigint generated always as identity,
  file_id integer not null references settlement_file,
  is_decided boolean not null,
  awaits_line boolean not null default false check (is_decided or not awaits_line),
  primary key (order_id, fact)
)`;

// Whoever proposes never confirms.
const difference = `create table settlement_difference (
  id uuid primary key default uuidv7(),
  file_id integer not null references settlement_file,
  kind text not null check (kind in ('MISSING', 'EXTRA', 'AMOUNT_DIFFERS', 'STATUS_DIFFERS')),
  position integer,
  reference text not null,
  order_id uuid references disbursement_order,
  fact text not null check (fact in ('PAID', 'FAILED', 'RETURNED')),
  ledger_state text check (ledger_state in ('OPEN', 'PAID', 'FAILED', 'RETURNED', 'SUSPECT')),
  ledger_amount bigint check (ledger_amount > 0),
  file_amount bigint check (file_amount > 0),
  status text not null default 'OPEN' check (status in ('OPEN', 'PROPOSED', 'RESOLVED', 'FOUND')),
  resolution text check (resolution in ('KEEP_LEDGER', 'TAKE_FILE')),
  evidence text check (char_length(evidence) between 3 and 500),
  proposed_by text,
  proposed_at timestamptz(3),
  confirmed_by text,
  confirmed_at timestamptz(3),
  foreign key (file_id, position) references settlement_line,
  constraint settlement_difference_missing_ck check ((kind = 'MISSING') = (position is null)),
  constraint settlement_difference_amount_ck check ((kind = 'MISSING') = (file_amount is null)),
  constraint settlement_difference_order_ck check ((order_id is null) = (ledger_state is null)
    and (order_id is null) = (ledger_amount is null) and (order_id is not null or kind = 'EXTRA')),
  constraint settlement_difference_two_ck check (confirmed_by <> proposed_by),
  constraint settlement_difference_proposed_ck check (status not in ('PROPOSED', 'RESOLVED')
    or (resolution is not null and evidence is not null and proposed_by is not null and proposed_at is not null)),
  constraint settlement_difference_resolved_ck check ((status = 'RESOLVED') = (confirmed_by is not null)
    and (confirmed_by is null) = (confirmed_at is null))
)`;

// A file that was refused keeps nobody from sending a right one.
const isAlive = `where status <> 'REFUSED'`;

export class Reconciliation extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [file, line, claim, difference]) this.addSql(table);
    this.addSql(`create unique index settlement_file_day_uq on settlement_file (partner_code, day) ${isAlive}`);
    this.addSql(
      `create unique index settlement_file_message_uq on settlement_file (partner_code, message_id) ${isAlive}`,
    );
    this.addSql(`create unique index settlement_file_sha256_uq on settlement_file (sha256) ${isAlive}`);
    this.addSql(
      `create index settlement_file_running_ix on settlement_file (id) where status in ('LOADING', 'POSTING')`,
    );
    this.addSql(`create index settlement_line_order_ix on settlement_line (order_id, status)`);
    this.addSql(`create index reconciled_order_file_ix on reconciled_order (file_id, seq)`);
    this.addSql(`create unique index settlement_difference_line_uq on settlement_difference (file_id, position)`);
    this.addSql(`create unique index settlement_difference_missing_uq on settlement_difference (order_id, fact)
      where kind = 'MISSING'`);
    this.addSql(`create index settlement_difference_open_ix on settlement_difference (file_id)
      where status in ('OPEN', 'PROPOSED')`);
    this.addSql(`create index settlement_difference_order_ix on settlement_difference (order_id)
      where status in ('OPEN', 'PROPOSED')`);
    // Orders of a partner by the day on which they ended.
    this.addSql(`create index disbursement_order_ended_ix on disbursement_order (partner_code, ended_at)
      where state in ('PAID', 'RETURNED')`);
    this.addSql(`create index disbursement_order_returned_ix on disbursement_order (partner_code, returned_at)
      where state = 'RETURNED'`);
    const ofFiles = ['LOADING>POSTING', 'LOADING>REFUSED', 'POSTING>DONE'];
    for (const statement of refuseOtherMoves('settlement_file', ofFiles)) this.addSql(statement);
    const ofDifferences = ['OPEN>PROPOSED', 'PROPOSED>OPEN', 'PROPOSED>RESOLVED', 'OPEN>FOUND', 'PROPOSED>FOUND'];
    for (const statement of refuseOtherMoves('settlement_difference', ofDifferences)) this.addSql(statement);
  }
}
