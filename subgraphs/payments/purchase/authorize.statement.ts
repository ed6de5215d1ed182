import { auditedStatement } from '../../kit/audit/statement.ts';
import { column, statement } from '../../kit/statement.ts';
import type { PurchaseStatus } from './purchase.status.ts';

// Of each sale, an enrolment ($1) and an invoice ($3) of a platform ($2): the purchase of the enrolment, if there is one,
// and whether the platform used the invoice for another. Read after the balances are locked: a seat ends under the same
// locks.
export const READ_SALES = statement(
  'purchase-read-sales',
  {
    status: column.text.as<PurchaseStatus | 'ENDED'>().orNull,
    participant: column.uuid.orNull,
    invoice: column.text.orNull,
    isInvoiceUsed: column.bool,
  },
  `select known.status, known.participant_id as participant, known.invoice,
    exists (select from purchase where purchase.platform_id = sale.platform and purchase.invoice = sale.invoice
      and purchase.id <> sale.enrollment) as "isInvoiceUsed"
  from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as sale (enrollment, platform, invoice, n)
  left join purchase known on known.id = sale.enrollment order by n`,
);

const columns = {
  participant: 'uuid',
  enrollment: 'uuid',
  refusal: 'text',
  is_new: 'boolean',
  counts: 'boolean',
  wave: 'integer',
  price: 'bigint',
  invoice: 'text',
  course: 'uuid',
  platform: 'uuid',
  institution: 'uuid',
  now: 'timestamptz',
} as const;

export type AuthorizeValues = Readonly<Record<keyof typeof columns, unknown>>;

/**
 * Writes what was decided of each call: a purchase, or a try of the code, and the audit entry. `AGAIN` when another
 * process has used the invoice meanwhile: then nothing of the call is written.
 */
export const AUTHORIZE = auditedStatement(
  'purchase-authorize',
  `-- The keys decide: one purchase of an enrolment, one of an invoice. In one order, so that two batches with the same
  -- invoices do not wait crosswise.
  claimed as (
    insert into purchase (id, participant_id, status, wave_number, amount, invoice, course_id, platform_id,
        institution_id, authorized_at)
      select enrollment, participant, 'HELD', wave, price, invoice, course, platform, institution, now
      from call where is_new order by platform, invoice
      on conflict do nothing returning id
  ),
  -- Codes whose try counts; a right one is used up with its purchase. They are locked.
  tried as (
    update purchase_code set tries = tries + 1, used_at = case when call.is_new then call.now end
      from call where participant_id = call.participant and call.counts
        and (not call.is_new or call.enrollment in (select id from claimed))
  ),
  outcome as (
    select n, case when is_new and enrollment not in (select id from claimed) then 'AGAIN' else refusal end as code
    from call
  )`,
  columns,
);
