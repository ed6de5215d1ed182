import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../../kit/status-sql.ts';

// A payment file of one bank. Its message id is unique for ever: a bank that refuses repeated ones takes each file once.
// `attempts` counts the uploads that were begun, each committed before its first byte.
const file = `create table bank_file (
  id integer generated always as identity primary key,
  partner_code text not null,
  message_id text not null constraint bank_file_message_uq unique check (message_id ~ '^[0-9A-Za-z-]{1,35}$'),
  execution_date date not null,
  transfer_count integer not null check (transfer_count between 1 and 10000),
  control_sum bigint not null check (control_sum > 0),
  sha256 bytea check (octet_length(sha256) = 32),
  status text not null check (status in ('MADE', 'SENT', 'REFUSED', 'DISPUTED')),
  code text,
  attempts integer not null default 0 check (attempts >= 0),
  made_at timestamptz(3) not null,
  ended_at timestamptz(3),
  constraint bank_file_ended_ck check ((status = 'MADE') = (ended_at is null)),
  constraint bank_file_code_ck check (status not in ('REFUSED', 'DISPUTED') or code is not null)
)`;

// An order that is paid by file: in one file at most, for ever.
const transfer = `create table bank_transfer (
  reference text primary key references disbursement_order (reference) check (char_length(reference) between 1 and 35),
  partner_code text not null,
  file_id integer references bank_file,
  status text not null check (status in ('QUEUED', 'FILED', 'PAID', 'FAILED')),
  code text,
  queued_at timestamptz(3) not null,
  ended_at timestamptz(3),
  constraint bank_transfer_file_ck check (status not in ('FILED', 'PAID') or file_id is not null),
  constraint bank_transfer_queued_ck check (status <> 'QUEUED' or file_id is null),
  constraint bank_transfer_ended_ck check ((status in ('PAID', 'FAILED')) = (ended_at is not null)),
  constraint bank_transfer_failed_ck check (status <> 'FAILED' or code is not null)
)`;

// A bank's report, read once. `fault`: why it could not be read; `contradictions`: transfers that had ended otherwise.
const report = `create table bank_report (
  partner_code text not null,
  number integer not null check (number > 0),
  message_id text not null,
  file_id integer references bank_file,
  transfers integer not null check (transfers >= 0),
  contradictions integer not null check (contradictions >= 0),
  fault text,
  read_at timestamptz(3) not null,
  primary key (partner_code, number)
)`;

export class BankFiles extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [file, transfer, report]) this.addSql(table);
    this.addSql(`create index bank_transfer_queued_ix on bank_transfer (partner_code, queued_at, reference)
      where status = 'QUEUED'`);
    this.addSql(`create index bank_transfer_filed_ix on bank_transfer (partner_code) where status = 'FILED'`);
    this.addSql(`create index bank_transfer_file_ix on bank_transfer (file_id, reference)`);
    this.addSql(`create index bank_file_made_ix on bank_file (partner_code, id) where status = 'MADE'`);
    this.addSql(`create unique index bank_report_message_uq on bank_report (partner_code, message_id)
      where fault is null`);
    const ofTransfers = ['QUEUED>FILED', 'QUEUED>FAILED', 'FILED>PAID', 'FILED>FAILED'];
    for (const statement of refuseOtherMoves('bank_transfer', ofTransfers)) this.addSql(statement);
    for (const statement of refuseOtherMoves('bank_file', ['MADE>SENT', 'MADE>REFUSED', 'MADE>DISPUTED']))
      this.addSql(statement);
  }
}
