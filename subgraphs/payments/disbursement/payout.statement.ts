import { column, statement } from '../../kit/statement.ts';
import { decisionJoin, WITHHELD_BECAUSE } from '../eligibility/index.ts';
import { transition } from './disbursement.status.ts';
import type { RejectionReason } from './rejection.ts';

const { uuid, text, int4, int8, bytea, bool, timestamptz, uuidArray } = column;

/** What names the partner and the account of a wallet, without saying them. */
const DESTINATION = `sha256(convert_to(wallet.partner_code, 'UTF8') || wallet.number_index)`;

const IS_SAME = `coalesce(wallet.verified_at is not null and ${DESTINATION} = payout.destination_hash, false)`;

// A refusal of the partner, and money that came back, wait for another account: the same one would refuse again.
const IS_CORRECTED = `(status = 'REJECTED' and rejected_because <> 'PARTNER_REFUSED'
  or status in ('REJECTED', 'RETURNED') and verified_at > coalesce(rejected_at, settled_at))`;

/**
 * What of the wallets and of the filter allows a payout at $1. $2 to $4: wave, entitlement and partner, null for any.
 * Whoever was paid after a final refusal waits for people, who say what is true.
 */
const IS_ASKED_FOR = `verified_at is not null and number_index is not null and coalesce(usable_from, '-infinity') <= $1
  and due_at <= $1 and ($2::int is null or disbursement.wave_number = $2) and ($3::text is null or entitlement = $3)
  and ($4::text is null or wallet.partner_code = $4)
  and not exists (select from disbursement_order earlier
    where earlier.disbursement_id = disbursement.id and contradicted_at is not null)`;

const CANDIDATE = `disbursement join wallet on wallet.participant_id = disbursement.participant_id
  ${decisionJoin('disbursement', '$1')}`;

/** Lets what was withheld or corrected be due again, $5 at most, when a decision allows it at $1. */
export const REOPEN = statement(
  'payout-reopen',
  {},
  `with payout as (
    select disbursement.id from ${CANDIDATE}
    where ${IS_CORRECTED} and ${IS_ASKED_FOR} and ${WITHHELD_BECAUSE} is null
    order by disbursement.id limit $5 for update of disbursement skip locked
  )
  update disbursement set status = 'DUE', batch_id = null, destination_hash = null
  from payout where payout.id = disbursement.id`,
);

/** Locks what can be paid at $1, oldest first, $5 at most: the account is verified, and a decision allows it. */
export const PAYABLE = statement(
  'payout-payable',
  { id: uuid, participant: uuid },
  `select disbursement.id, disbursement.participant_id as participant from ${CANDIDATE}
  where status = 'DUE' and ${IS_ASKED_FOR} and ${WITHHELD_BECAUSE} is null
  order by disbursement.id limit $5 for update of disbursement skip locked`,
);

/** What could be paid at $1 but for the decision, by reason and wave, $5 payouts at most; who is to be asked about. */
export const HELD_BACK = statement(
  'payout-held-back',
  {
    because: text.as<RejectionReason.FROZEN | RejectionReason.DECISION_STALE | RejectionReason.INELIGIBLE>(),
    wave: int4,
    participants: uuidArray,
    count: int4,
    sum: int8,
  },
  `select because, wave_number as wave,
    coalesce(array_agg(distinct participant_id) filter (where because = 'DECISION_STALE'), '{}') as participants,
    count(*)::int as count, sum(amount)::bigint as sum
  from (
    select disbursement.participant_id, disbursement.wave_number, amount, ${WITHHELD_BECAUSE} as because
    from ${CANDIDATE}
    where (status = 'DUE' or ${IS_CORRECTED}) and ${IS_ASKED_FOR} and ${WITHHELD_BECAUSE} is not null
    order by disbursement.id limit $5
  ) as held group by 1, 2 order by 1, 2`,
);

// `destination_hash`: of the account now; it is compared at the approval and again before the order.
export const BATCH = statement(
  'payout-batch',
  { count: int4, sum: int8, hash: bytea },
  `with payout as (
    update disbursement set status = 'BATCHED', batch_id = $2, partner_code = wallet.partner_code,
      destination_hash = ${DESTINATION}, rejected_because = null, rejected_at = null
    from wallet where wallet.participant_id = disbursement.participant_id and disbursement.id = any($1::uuid[])
      and status in (${transition.sqlFrom('BATCHED' as never)})
    returning disbursement.id, amount, destination_hash
  )
  select count(*)::int as count, coalesce(sum(amount), 0)::bigint as sum,
    sha256(coalesce(string_agg(uuid_send(id) || int8send(amount) || destination_hash, ''::bytea order by id), '')) as hash
  from payout`,
);

// `payout`: the items in the order of their ids, each with whether its account is still the one of the batch.
export const APPROVE = statement(
  'payout-approve',
  { id: uuid },
  `with payout as (
    select payout.id, ${IS_SAME} as is_same from disbursement payout left join wallet using (participant_id)
    where batch_id = $1 and status = 'BATCHED' order by payout.id for update of payout
  ), moved as (
    update disbursement set status = case when is_same then 'APPROVED' else 'REJECTED' end,
      rejected_because = case when not is_same then 'DESTINATION_CHANGED' end,
      rejected_at = case when not is_same then $2::timestamptz end
    from payout where payout.id = disbursement.id returning disbursement.id, status
  )
  select id from moved where status = 'REJECTED'`,
);

/**
 * Locks approved payouts of a partner, the oldest batch first, with what their batch, their wallet, and the decision that
 * holds at $3 say of them.
 */
export const SENDABLE = statement(
  'payout-sendable',
  {
    id: uuid,
    participant: uuid,
    wave: int4,
    batch: uuid,
    amount: int8,
    destination: bytea,
    sealed: bytea.orNull,
    isSame: bool,
    isAsApproved: bool,
    withheld: text.as<RejectionReason>().orNull,
    decision: uuid.orNull,
    decidedUntil: timestamptz.orNull,
  },
  `select payout.id, payout.participant_id as participant, payout.wave_number as wave, payout.batch_id as batch,
    payout.amount, payout.destination_hash as destination, sealed_number as sealed, ${IS_SAME} as "isSame",
    coalesce(item.amount = payout.amount and item.destination_hash = payout.destination_hash, false) as "isAsApproved",
    ${WITHHELD_BECAUSE} as withheld, decision.request as decision, decision.valid_until as "decidedUntil"
  from disbursement payout left join wallet on wallet.participant_id = payout.participant_id
    left join disbursement_batch_item item on item.batch_id = payout.batch_id and item.disbursement_id = payout.id
    ${decisionJoin('payout', '$3')}
  where status = 'APPROVED' and payout.partner_code = $1
  order by payout.batch_id, payout.id limit $2 for update of payout skip locked`,
);

export const SEND = statement(
  'payout-send',
  {},
  `update disbursement set status = 'SENT', partner_reference = sent.reference
  from unnest($1::uuid[], $2::text[]) as sent (id, reference)
  where sent.id = disbursement.id and status in (${transition.sqlFrom('SENT' as never)})`,
);

export const REJECT = statement(
  'payout-reject',
  {},
  `update disbursement set status = 'REJECTED', rejected_because = refused.because, rejected_at = $3
  from unnest($1::uuid[], $2::text[]) as refused (id, because)
  where refused.id = disbursement.id and status in (${transition.sqlFrom('REJECTED' as never)})`,
);

export const REJECT_BATCH = statement(
  'payout-reject-batch',
  { id: uuid },
  `with payout as (
    select id from disbursement where batch_id = $1 and status = 'BATCHED' order by id for update
  )
  update disbursement set status = 'REJECTED', rejected_because = 'BATCH_REJECTED', rejected_at = $2
  from payout where payout.id = disbursement.id returning disbursement.id`,
);

// Of people whose account is not to be paid: what waits in a batch for its approval leaves it.
export const HOLD_WALLETS = statement(
  'payout-hold-wallets',
  { id: uuid },
  `with payout as (
    select id from disbursement where batch_id = $1 and participant_id = any($2::uuid[]) and status = 'BATCHED'
    order by id for update
  )
  update disbursement set status = 'REJECTED', rejected_because = 'WALLET_HELD', rejected_at = $3
  from payout where payout.id = disbursement.id returning disbursement.id`,
);

// `told.from_status`: the states from which the table of transitions leads to the new one.
export const MOVE = statement(
  'payout-move',
  { id: uuid, status: text },
  `update disbursement set status = told.status,
    settled_at = case when told.status = 'SETTLED' then $3 else settled_at end,
    rejected_because = case when told.status = 'REJECTED' then told.because else rejected_because end,
    rejected_at = case when told.status in ('REJECTED', 'RETURNED') then $3 else rejected_at end
  from unnest($1::uuid[], $2::text[], $4::text[]) as told (id, status, because)
  where told.id = disbursement.id and (disbursement.status, told.status) in (${moves()})
  returning disbursement.id, disbursement.status`,
);

/** What an order does to its payout, as pairs for SQL. */
function moves(): string {
  const targets = ['SETTLED', 'REJECTED', 'UNKNOWN', 'SUSPECT', 'RETURNED'];
  return Object.entries(transition.table)
    .flatMap(([from, ends]) => ends.filter((end) => targets.includes(end)).map((end) => `('${from}', '${end}')`))
    .join(', ');
}
