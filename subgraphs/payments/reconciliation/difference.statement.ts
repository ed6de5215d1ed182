import { column, statement } from '../../kit/statement.ts';
import type { DifferenceKind, Resolution } from './difference.policy.ts';
import { type DifferenceStatus, differenceTransition } from './reconciliation.status.ts';
import type { LineStatus } from './settlement-file.ts';

const { uuid, text, int4, int8 } = column;

/** The partner of a difference, which never changes. */
export const PARTNER_OF = statement(
  'difference-partner',
  { partner: text },
  `select partner_code as partner from settlement_difference told join settlement_file file on file.id = file_id
  where told.id = $1`,
);

/** Locks a difference and its order, with what the ledger says now. */
export const LOCK_DIFFERENCE = statement(
  'difference-lock',
  {
    id: uuid,
    fileId: int4,
    kind: text.as<DifferenceKind>(),
    fact: text.as<LineStatus>(),
    ledgerState: text.orNull,
    ledgerAmount: int8.orNull,
    fileAmount: int8.orNull,
    status: text.as<DifferenceStatus>(),
    resolution: text.as<Resolution>().orNull,
    proposedBy: text.orNull,
    order: uuid.orNull,
    participant: uuid.orNull,
    wave: int4.orNull,
    year: int4.orNull,
    orderState: text.orNull,
  },
  `select told.id, file_id as "fileId", kind, fact, ledger_state as "ledgerState", ledger_amount as "ledgerAmount",
    file_amount as "fileAmount", told.status, resolution, proposed_by as "proposedBy", order_id as "order",
    ordered.participant_id as participant, ordered.wave_number as wave,
    budget_year as year, ordered.state as "orderState"
  from settlement_difference told left join disbursement_order ordered on ordered.id = order_id
    left join disbursement payout on payout.id = ordered.disbursement_id
  where told.id = $1 for update of told`,
);

/** Keeps the order as it is until the decision has been posted. */
export const HOLD_ORDER = statement(
  'difference-hold-order',
  {},
  `select from disbursement_order where id = $1 for share`,
);

export const PROPOSE = statement(
  'difference-propose',
  {},
  `update settlement_difference set status = 'PROPOSED', resolution = $2, evidence = $3, proposed_by = $4, proposed_at = $5,
    ledger_state = $6
  where id = $1 and status in (${differenceTransition.sqlFrom('PROPOSED' as DifferenceStatus)})`,
);

export const WITHDRAW_PROPOSAL = statement(
  'difference-withdraw-proposal',
  {},
  `update settlement_difference set status = 'OPEN', resolution = null, evidence = null, proposed_by = null,
    proposed_at = null
  where id = $1 and status in (${differenceTransition.sqlFrom('OPEN' as DifferenceStatus)})`,
);

export const RESOLVE = statement(
  'difference-resolve',
  {},
  `update settlement_difference set status = 'RESOLVED', confirmed_by = $2, confirmed_at = $3
  where id = $1 and status in (${differenceTransition.sqlFrom('RESOLVED' as DifferenceStatus)})`,
);

export const CLAIM_DECIDED = statement(
  'difference-claim',
  {},
  `insert into reconciled_order (order_id, fact, file_id, is_decided, awaits_line) values ($1, $2, $3, true, $4)
  on conflict do nothing`,
);

// $1: an order, $2: the file of its difference that has been decided. While that one was open, it stood for all that is
// unexplained of the order: a payment that no file has becomes a difference of its own.
export const TELL_MISSING = statement(
  'difference-tell-missing',
  {},
  `insert into settlement_difference (file_id, kind, reference, order_id, fact, ledger_state, ledger_amount)
  select $2::int, 'MISSING', reference, id, 'PAID', state, amount from disbursement_order ordered
  where id = $1 and state in ('PAID', 'RETURNED')
    and not exists (select from reconciled_order claim where claim.order_id = ordered.id and claim.fact = 'PAID')
    and not exists (select from settlement_line told where told.order_id = ordered.id and told.status = 'PAID')
    and not exists (select from settlement_difference open
      where open.order_id = ordered.id and open.status in ('OPEN', 'PROPOSED') and open.kind <> 'EXTRA')
  on conflict do nothing`,
);
