import { column, statement } from '../../kit/statement.ts';
import type { PurchaseStatus } from './purchase.status.ts';

const status = column.text.as<PurchaseStatus | 'ENDED'>();

// Puts a new code in the place of the person's one before; nothing when the codes of the day ($6) are used up.
export const OPEN_CODE = statement(
  'purchase-code-open',
  {},
  `insert into purchase_code (participant_id, enrollment_id, code_hash, expires_at, sends, sends_until)
  values ($1, $2, $3, $4, 1, $5::timestamptz + interval '1 day')
  on conflict (participant_id) do update set
    enrollment_id = excluded.enrollment_id, code_hash = excluded.code_hash, expires_at = excluded.expires_at,
    tries = 0, used_at = null,
    sends = case when purchase_code.sends_until <= $5 then 1 else purchase_code.sends + 1 end,
    sends_until = case when purchase_code.sends_until <= $5 then excluded.sends_until
      else purchase_code.sends_until end
  where purchase_code.sends < $6::int or purchase_code.sends_until <= $5`,
);

// Remembers the end of those of seats $1 of people $2 that nobody has paid: their tokens pay nothing any more.
export const END_UNPAID = statement(
  'purchase-end-unpaid',
  {},
  `insert into purchase (id, participant_id, status, end_reason, ended_at)
  select enrollment, participant, 'ENDED', $3, $4 from unnest($1::uuid[], $2::uuid[]) as seat (enrollment, participant)
  order by 1 on conflict (id) do nothing`,
);

export const LOCK = statement(
  'purchase-lock',
  {
    id: column.uuid,
    participantId: column.uuid,
    status,
    amount: column.int8.orNull,
    commission: column.int8.orNull,
    invoice: column.text.orNull,
    platformId: column.uuid.orNull,
    institutionId: column.uuid.orNull,
  },
  `select id, participant_id as "participantId", status, amount, commission, invoice, platform_id as "platformId",
    institution_id as "institutionId"
  from purchase where id = any($1::uuid[]) order by id for no key update`,
);

export const CAPTURE = statement(
  'purchase-capture',
  {},
  `update purchase set status = 'CAPTURED', captured_at = $2, commission = $3, commission_basis_points = $4
  where id = $1 and status = 'HELD'`,
);

/** Ends purchases $1, which are locked, in the states $2. */
export const END = statement(
  'purchase-end',
  {},
  `update purchase set status = ended.status, end_reason = $3, ended_at = $4
  from unnest($1::uuid[], $2::text[]) as ended (id, status)
  where purchase.id = ended.id and (purchase.status, ended.status) in (('HELD', 'VOIDED'), ('CAPTURED', 'REFUNDED'))`,
);

export const ASK_VOID = statement(
  'purchase-ask-void',
  {},
  `update purchase set void_requested_at = $2, void_reason = $3 where id = $1 and status = 'HELD'`,
);
