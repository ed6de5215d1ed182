import type { ClientBase } from 'pg';

/** One partner's day in the ledger and in its settlement file. */
export interface PartnerDay {
  partner: string;
  paid: number;
  paidSum: bigint;
  returned: number;
  /** State of the file; null without one. */
  status: string | null;
  lines: number;
  lineSum: bigint;
  matched: number;
  matchedSum: bigint;
  differences: number;
  open: number;
}

export interface DifferenceLine {
  id: string;
  partner: string;
  kind: string;
  reference: string;
  line: number | null;
  fact: string;
  fileAmount: bigint | null;
  ledgerState: string | null;
  ledgerAmount: bigint | null;
  status: string;
  resolution: string | null;
}

// `file`: of several of a partner the one that was not refused, otherwise the last one.
const PARTNERS = `with file as (
    select distinct on (partner_code) * from settlement_file where day = $1 and ($2::text is null or partner_code = $2)
    order by partner_code, status = 'REFUSED', id desc
  ), paid as (
    select partner_code, count(*)::int as count, sum(amount)::bigint as sum from disbursement_order
    where state in ('PAID', 'RETURNED') and ended_at >= $1::date::timestamp at time zone 'Asia/Jakarta'
      and ended_at < ($1::date + 1)::timestamp at time zone 'Asia/Jakarta' and ($2::text is null or partner_code = $2)
    group by 1
  ), returned as (
    select partner_code, count(*)::int as count from disbursement_order
    where state = 'RETURNED' and returned_at >= $1::date::timestamp at time zone 'Asia/Jakarta'
      and returned_at < ($1::date + 1)::timestamp at time zone 'Asia/Jakarta' and ($2::text is null or partner_code = $2)
    group by 1
  ), told as (
    select file_id, count(*)::int as count, count(*) filter (where difference.status in ('OPEN', 'PROPOSED'))::int as open
    from settlement_difference difference where file_id in (select id from file) group by 1
  )
  select partner_code as partner, coalesce(paid.count, 0) as paid, coalesce(paid.sum, 0)::bigint as "paidSum",
    coalesce(returned.count, 0) as returned, file.status, coalesce(line_count, 0) as lines,
    coalesce(line_sum, 0)::bigint as "lineSum", coalesce(matched, 0) as matched,
    coalesce(matched_sum, 0)::bigint as "matchedSum", coalesce(told.count, 0) as differences, coalesce(open, 0) as open
  from file full join paid using (partner_code) full join returned using (partner_code) left join told on file_id = file.id
  order by 1`;

const DIFFERENCES = `select told.id, partner_code as partner, kind, told.reference, line, fact,
    file_amount as "fileAmount", ledger_state as "ledgerState", ledger_amount as "ledgerAmount", told.status, resolution
  from settlement_difference told join settlement_file file on file.id = file_id
    left join settlement_line using (file_id, position)
  where day = $1 and ($2::text is null or partner_code = $2) and (partner_code, told.id) > ($3, $4)
  order by partner_code, told.id limit 1000`;

export const partnersOfDay = async (client: ClientBase, date: string, partner: string | null): Promise<PartnerDay[]> =>
  (await client.query<PartnerDay>(PARTNERS, [date, partner])).rows;

/** The day's differences by partner, a thousand at a time. */
export const differencesOfDay = async function* (
  client: ClientBase,
  date: string,
  partner: string | null,
): AsyncGenerator<DifferenceLine[]> {
  let last = { partner: '', id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const values = [date, partner, last.partner, last.id];
    const { rows } = await client.query<DifferenceLine>(DIFFERENCES, values);
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1) ?? last;
  }
};
