import { column, statement } from '../../../kit/statement.ts';

const { text, int4, int8, uuid, bytea, date, timestamptz } = column;

export type TransferStatus = 'QUEUED' | 'FILED' | 'PAID' | 'FAILED';

const status = text.as<TransferStatus>();

// $1: the order's reference, $2: the partner, $3: whole rupiah, $4: now. Nothing when another transaction is putting it.
export const PUT_TRANSFER = statement(
  'bank-transfer-put',
  { status, code: text.orNull },
  `with put as (
    insert into bank_transfer (reference, partner_code, status, queued_at)
    select reference, partner_code, 'QUEUED', $4 from disbursement_order
    where reference = $1 and partner_code = $2 and amount = $3
    on conflict do nothing returning status, code
  )
  select status, code from put
  union all
  select known.status, known.code from bank_transfer known join disbursement_order ordered using (reference)
  where reference = $1 and ordered.amount = $3`,
);

export const TRANSFER = statement(
  'bank-transfer',
  { status, code: text.orNull },
  `select status, code from bank_transfer where reference = $1`,
);

// $1: partners. Whether a partner has something to be filed, sent or heard of.
export const WAITING_DESKS = statement(
  'bank-desks-waiting',
  { partner: text },
  `select partner from unnest($1::text[]) as each(partner)
  where exists (select from bank_transfer where partner_code = partner and status = 'QUEUED')
    or exists (select from bank_transfer where partner_code = partner and status = 'FILED')
    or exists (select from bank_file where partner_code = partner and status = 'MADE')`,
);

// What waited until its order ended otherwise, or became a suspect, never reaches the bank: another order may be paid.
export const DROP_QUEUED = statement(
  'bank-transfer-drop',
  {},
  `update bank_transfer dropped set status = 'FAILED', code = 'NEVER_FILED', ended_at = $2
  from disbursement_order ordered
  where ordered.reference = dropped.reference and dropped.partner_code = $1 and dropped.status = 'QUEUED'
    and ordered.state <> 'OPEN'`,
);

// $1: partner, $2: most transfers, $3: only when the oldest waited since, $4: message id, $5: day, $6: now.
// `taken`: transfers whose orders are open, and stay so until the file is committed. `made`: the file, with their totals.
export const MAKE_FILE = statement(
  'bank-file-make',
  { id: int4 },
  `with taken as (
    select queued.reference, ordered.amount from bank_transfer queued join disbursement_order ordered using (reference)
    where queued.partner_code = $1 and queued.status = 'QUEUED' and ordered.state = 'OPEN'
    order by queued_at, queued.reference limit $2 for update of queued for share of ordered
  ), totals as (
    select count(*)::int as count, sum(amount)::bigint as sum from taken
    where (select count(*) from taken) >= $2 or exists (select from bank_transfer
      where partner_code = $1 and status = 'QUEUED' and queued_at <= $3)
  ), made as (
    insert into bank_file (partner_code, message_id, execution_date, transfer_count, control_sum, status, made_at)
    select $1, $4, $5, count, sum, 'MADE', $6 from totals where count > 0
    returning id
  )
  update bank_transfer filed set status = 'FILED', file_id = made.id from made, taken
  where taken.reference = filed.reference returning made.id`,
);

export const NEXT_FILE = statement(
  'bank-file-next',
  {
    id: int4,
    messageId: text,
    executionDate: date,
    count: int4,
    sum: int8,
    sha256: bytea.orNull,
    attempts: int4,
    madeAt: timestamptz,
  },
  `select id, message_id as "messageId", execution_date as "executionDate", transfer_count as count, control_sum as sum,
    sha256, attempts, made_at as "madeAt"
  from bank_file where partner_code = $1 and status = 'MADE' and id > $2 order by id limit 1`,
);

export const TRANSFERS_OF_FILE = statement(
  'bank-file-transfers',
  { reference: text, amount: int8, participant: uuid, sealed: bytea },
  `select reference, amount, participant_id as participant, sealed_account as sealed
  from bank_transfer filed join disbursement_order using (reference)
  where file_id = $1 and reference > $2 order by reference limit $3`,
);

// Committed before the first byte.
export const NOTE_ATTEMPT = statement(
  'bank-file-attempt',
  {},
  `update bank_file set attempts = attempts + 1, sha256 = $2 where id = $1`,
);

export const END_FILE = statement(
  'bank-file-end',
  {},
  `update bank_file set status = $2, code = $3, ended_at = $4 where id = $1 and status = 'MADE'`,
);

// A file that a bank refused as a whole paid nobody.
export const FAIL_TRANSFERS = statement(
  'bank-file-fail',
  {},
  `update bank_transfer set status = 'FAILED', code = $2, ended_at = $3 where file_id = $1 and status = 'FILED'`,
);

export const LAST_REPORT = statement(
  'bank-report-last',
  { number: int4 },
  `select coalesce(max(number), 0)::int as number from bank_report where partner_code = $1`,
);

export const FILE_OF_REPORT = statement(
  'bank-report-file',
  { id: int4 },
  `select id from bank_file where partner_code = $1 and message_id = $2`,
);

/** Whether a report of this message id was taken in: one that could not be read keeps no other out. */
export const KNOWN_REPORT = statement(
  'bank-report-known',
  { number: int4 },
  `select number from bank_report where partner_code = $1 and message_id = $2 and fault is null`,
);

export const NOTE_REPORT = statement(
  'bank-report-note',
  {},
  `insert into bank_report (partner_code, number, message_id, file_id, transfers, contradictions, fault, read_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
);

// $1: the file; what the report says of its transfers. One that has ended stays as it ended.
export const HEAR_TRANSFERS = statement(
  'bank-report-hear',
  {},
  `update bank_transfer heard set status = told.status, code = told.code,
    ended_at = case when told.status = 'FILED' then null else $5::timestamptz end
  from unnest($2::text[], $3::text[], $4::text[]) as told (reference, status, code)
  where heard.reference = told.reference and heard.file_id = $1 and heard.status = 'FILED'`,
);

// $1: the file, $2: the transfers that the report names, $3 and $4: what it says of all others.
export const HEAR_REST = statement(
  'bank-report-hear-rest',
  {},
  `update bank_transfer set status = $3, code = $4, ended_at = case when $3 = 'FILED' then null else $5::timestamptz end
  where file_id = $1 and status = 'FILED' and reference <> all ($2::text[])`,
);

// What the report says has ended, and had ended otherwise.
export const CONTRADICTED = statement(
  'bank-report-contradicted',
  { count: int4 },
  `select count(*) filter (where known.status <> told.status)::int as count
  from unnest($2::text[], $3::text[]) as told (reference, status)
    join bank_transfer known on known.reference = told.reference and known.file_id = $1
  where told.status in ('PAID', 'FAILED') and known.status in ('PAID', 'FAILED')`,
);
