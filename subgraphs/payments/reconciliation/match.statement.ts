import { column, statement } from '../../kit/statement.ts';

const { int4, int8, text, uuid } = column;

// The rows as they were read, for the transaction that takes the file.
export const STAGING = `create temporary table settlement_staging (position integer, line integer, reference text,
  amount bigint, status text, paid_at timestamptz, fee bigint) on commit drop`;
export const COPY_STAGING = 'copy settlement_staging from stdin (format binary)';

export interface TotalsRow {
  count: number;
  sum: bigint;
  fees: bigint;
}

export const TOTALS = `select count(*)::int as count, coalesce(sum(amount), 0)::bigint as sum, coalesce(sum(fee), 0)::bigint as fees
  from settlement_staging`;

const FITS = `(ordered.state = staged.status or ordered.state = 'RETURNED' and staged.status = 'PAID')`;

// $1: the file, $2: its partner. An order of another partner is none of this file. What was paid before, or stands in the
// file a second time, is paid twice, unless people accounted for it before a file had it. `staged`: rows, and the how
// manieth of their reference and status they are.
export const MATCH = `insert into settlement_line (file_id, position, line, reference, amount, status, paid_at, fee, order_id, result)
  select $1::int, position, line, staged.reference, staged.amount, staged.status, paid_at, fee, ordered.id,
    case when ordered.id is null or nth > 1 or (claim.order_id is not null and not claim.awaits_line) then 'EXTRA'
      when not ${FITS} then 'STATUS_DIFFERS'
      when ordered.amount <> staged.amount then 'AMOUNT_DIFFERS'
      else 'MATCHED' end
  from (
      select *, row_number() over (partition by reference, status order by position) as nth from settlement_staging
    ) staged
    left join disbursement_order ordered on ordered.reference = staged.reference and ordered.partner_code = $2
    left join reconciled_order claim on claim.order_id = ordered.id and claim.fact = staged.status`;

/** Claims what the file's matched rows say, for the entries that are posted next. */
export const CLAIM = statement(
  'settlement-claim',
  {},
  `insert into reconciled_order (order_id, fact, file_id, is_decided)
  select order_id, status, $1::int, false from settlement_line
  where file_id = $1 and result = 'MATCHED' and status in ('PAID', 'RETURNED')
  on conflict (order_id, fact) do update set awaits_line = false where reconciled_order.awaits_line`,
);

// Rows of earlier files that differed, where the order has become what they said: $1 is the file that finds it.
export const CLAIM_FOUND = statement(
  'settlement-claim-found',
  {},
  `insert into reconciled_order (order_id, fact, file_id, is_decided)
  select staged.order_id, staged.status, $1::int, false
  from settlement_difference difference
    join settlement_file file on file.id = difference.file_id
    join settlement_line staged on staged.file_id = difference.file_id and staged.position = difference.position
    join disbursement_order ordered on ordered.id = difference.order_id
  where difference.status in ('OPEN', 'PROPOSED') and difference.kind = 'STATUS_DIFFERS' and file.partner_code = $2
    and ${FITS} and ordered.amount = staged.amount and staged.status in ('PAID', 'RETURNED')
  on conflict do nothing`,
);

// `difference`: still open ones of the partner $1, with whether what was missing came, or the order became what the row
// says. Waits for who decides them.
export const CLOSE_FOUND = statement(
  'settlement-close-found',
  { id: uuid },
  `with difference as (
    select each.id from settlement_difference each join settlement_file file on file.id = each.file_id
    where each.status in ('OPEN', 'PROPOSED') and file.partner_code = $1 order by each.id for update of each
  ), found as (
    select difference.id from difference join settlement_difference told using (id)
      join disbursement_order ordered on ordered.id = told.order_id
      left join settlement_line staged on staged.file_id = told.file_id and staged.position = told.position
    where case told.kind
      when 'MISSING' then exists (select from reconciled_order claim
        where claim.order_id = told.order_id and claim.fact = told.fact)
      when 'STATUS_DIFFERS' then ${FITS} and ordered.amount = staged.amount
      else false end
  )
  update settlement_difference set status = 'FOUND' from found where found.id = settlement_difference.id
  returning settlement_difference.id`,
);

export const DIFFER = statement(
  'settlement-differ',
  {},
  `insert into settlement_difference (file_id, kind, position, reference, order_id, fact, ledger_state, ledger_amount,
    file_amount)
  select file_id, result, position, told.reference, order_id, status, ordered.state, ordered.amount, told.amount
  from settlement_line told left join disbursement_order ordered on ordered.id = order_id
  where file_id = $1 and result <> 'MATCHED' order by position`,
);

// $1: the file, $2: its partner, $3 and $4: begin and end of its day. `due`: what the ledger says of that day. Missing is
// what nobody accounted for and no file has, and of which nothing else is open.
export const MISS = statement(
  'settlement-miss',
  {},
  `with due as (
    select id, reference, state, amount, 'PAID' as fact, ended_at as at from disbursement_order
    where partner_code = $2 and state in ('PAID', 'RETURNED') and ended_at >= $3 and ended_at < $4
    union all
    select id, reference, state, amount, 'RETURNED', returned_at from disbursement_order
    where partner_code = $2 and state = 'RETURNED' and returned_at >= $3 and returned_at < $4
  )
  insert into settlement_difference (file_id, kind, reference, order_id, fact, ledger_state, ledger_amount)
  select $1::int, 'MISSING', reference, id, fact, state, amount from due
  where not exists (select from reconciled_order claim where claim.order_id = due.id and claim.fact = due.fact)
    and not exists (select from settlement_line told where told.order_id = due.id and told.status = due.fact)
    and not exists (select from settlement_difference open
      where open.order_id = due.id and open.status in ('OPEN', 'PROPOSED') and open.kind <> 'EXTRA')
  order by at, id
  on conflict do nothing`,
);

export const MATCHED = statement(
  'settlement-matched',
  { count: int4, sum: int8 },
  `select count(*)::int as count, coalesce(sum(amount), 0)::bigint as sum from settlement_line
  where file_id = $1 and result = 'MATCHED'`,
);

/** The next claims of a file that are to be posted: those of people are posted as they decide. */
export const NEXT_CLAIMS = statement(
  'settlement-next-claims',
  { seq: int8, fact: text.as<'PAID' | 'RETURNED'>(), participant: uuid, wave: int4, amount: int8 },
  `select seq, fact, participant_id as participant, wave_number as wave, amount
  from (select seq, fact, order_id from reconciled_order
      where file_id = $1 and seq > $2 and not is_decided order by seq limit $3) claim
    join disbursement_order ordered on ordered.id = order_id
  order by wave_number, seq`,
);
