/** Names the seed's entries. */
export const REQUEST = 'seed-opening';
const MAKER = 'synthetic-treasurer-1';
const CHECKER = 'synthetic-treasurer-2';

/** The postings that are to be made, each with the entry that it is of. */
export const LINES = `create temporary table seed_line (kind text, reference text, wave integer, at timestamptz,
  account text, participant uuid, party text, amount bigint) on commit drop`;

/** The last days of the waves' balances. */
export const LAST_DAYS = `insert into wave_balance (wave_number, expires_on)
  select wave_number, min(expires_on) from training_balance group by 1 on conflict do nothing`;

// A stack without people has asked for nothing. $1: waves, $2: years, $3: what one person may be paid, $4: people, null for those who were awarded, $5: moments.
export const FUND = `insert into funding (wave_number, attempt, year, amount, outcome, decided_at)
  select wave, 1, year, per_person * coalesce(people, (select count(*) from training_balance where wave_number = wave)),
    'COMMITTED', at
  from unnest($1::int[], $2::int[], $3::bigint[], $4::int[], $5::timestamptz[]) as asked (wave, year, per_person, people, at)
  on conflict (wave_number, attempt) do update set amount = excluded.amount`;

const line = (select: string) =>
  `insert into seed_line (kind, reference, wave, at, account, participant, party, amount) ${select}`;

export const COMMIT = line(`
  select 'COMMIT', format('commit:%s:1', wave_number), wave_number, decided_at, account, null, null, sign * amount
  from funding, (values ('UNALLOCATED', -1), ('COMMITTED', 1)) as side (account, sign) where amount > 0`);

// For all of a wave at once, against what is committed to it.
const GRANT = line(`
  with granted as (
    select format('grant:%s:seed', wave_number) as reference, wave_number, updated_at, participant_id, granted
    from training_balance
  )
  select 'GRANT', reference, wave_number, updated_at, 'TRAINING_BALANCE', participant_id, null, granted from granted
  union all
  select 'GRANT', reference, wave_number, updated_at, 'COMMITTED', null, null, -sum(granted) from granted group by 2, 3, 4`);

// A purchase is held when it is authorised, and captured when the course begins.
const PURCHASE = line(`
  select side.kind, format('%s:%s', lower(side.kind), id), wave_number, side.at, side.account,
    participant_id, side.party, side.amount
  from purchase cross join lateral (values
    ('HOLD', authorized_at, 'TRAINING_BALANCE', null, -purchase.amount),
    ('HOLD', authorized_at, 'TRAINING_HELD', null, purchase.amount),
    ('CAPTURE', captured_at, 'TRAINING_HELD', null, -purchase.amount),
    ('CAPTURE', captured_at, 'INSTITUTION_PAYABLE', institution_id::text, purchase.amount - commission),
    ('CAPTURE', captured_at, 'COMMISSION', platform_id::text, commission)
  ) as side (kind, at, account, party, amount)
  where side.at is not null and side.amount <> 0`);

// What went back: of those who bought nothing after their proposal, of the others ten minutes after the last day.
const RETURN = line(`
  select 'RETURN', format(case when revoked_at is null then 'expire:%s:seed' else 'return:%s:seed' end, wave_number),
    wave_number, coalesce(revoked_at, (expires_on + 1 + time '00:10') at time zone 'Asia/Jakarta'),
    account, participant_id, null, sign * returned
  from training_balance left join revocation using (participant_id, wave_number),
    (values ('TRAINING_BALANCE', -1), ('RETURNED', 1)) as side (account, sign)
  where returned > 0`);

// What became due to the people of a wave on one day of Jakarta.
const DUE = line(`
  with due as (
    select wave_number, participant_id, amount, (due_at at time zone 'Asia/Jakarta')::date as day from disbursement
  ), entry as (
    select format('due:%s:seed-%s', wave_number, day) as reference, wave_number,
      (day + time '23:50') at time zone 'Asia/Jakarta' as at, participant_id, amount
    from due
  )
  select 'DUE', reference, wave_number, at, 'INCENTIVE_PAYABLE', participant_id, null, sum(amount)
  from entry group by 2, 3, 4, 6
  union all
  select 'DUE', reference, wave_number, at, 'COMMITTED', null, null, -sum(amount) from entry group by 2, 3, 4`);

// What a partner paid of one batch, and what came back of it.
const PAY = line(`
  with paid as (
    select format('pay:%s', substr(min(partner_reference) over entry, 3)::uuid) as reference, wave_number,
      max(settled_at) over entry as at, participant_id, partner_code, amount
    from disbursement where status in ('SETTLED', 'RETURNED') window entry as (partition by batch_id, partner_code)
  ), back as (
    select format('bounce:%s', substr(partner_reference, 3)::uuid) as reference, wave_number, rejected_at as at,
      participant_id, partner_code, -amount as amount
    from disbursement where status = 'RETURNED'
  )
  select side.kind, reference, wave_number, at, account, participant_id, party, sign * amount
  from (select 'PAY' as kind, paid.* from paid union all select 'BOUNCE', back.* from back) as side
    cross join lateral (values ('INCENTIVE_PAYABLE', null, -1), ('WALLET_CLEARING', partner_code, 1))
      as place (account, party, sign)`);

export const MOVES = [GRANT, PURCHASE, RETURN, DUE, PAY];

// $1: waves that are over: what nobody was paid of their commitments goes back to the year, at $2.
export const UNCOMMIT = line(`
  select 'UNCOMMIT', format('uncommit:%s:seed', wave_number), wave_number, $2::timestamptz, account, null, null,
    sign * sum(committed)
  from ledger_slot, (values ('COMMITTED', -1), ('UNALLOCATED', 1)) as side (account, sign)
  where wave_number = any($1::int[]) group by wave_number, account, sign having sum(committed) > 0`);

/** Makes the entries of the lines in the order of their moments, then all their postings, and forgets the lines. */
export const POST = [
  'analyze seed_line',
  `insert into journal_entry (kind, reference, wave_number, year, posted_at, request_id)
    select kind, reference, wave, year, at, '${REQUEST}' from (select distinct kind, reference, wave, at from seed_line) as entry
      join funding on wave_number = wave
      order by at, array_position('{COMMIT,GRANT,HOLD,CAPTURE,RETURN,DUE,PAY,BOUNCE,UNCOMMIT}', kind), reference`,
  `insert into posting (entry_id, account_code, participant_id, party, amount, posted_on)
    select id, account, participant, party, amount, posted_on from seed_line join journal_entry using (reference)`,
  'truncate seed_line',
];

const batchedAt = 'uuid_extract_timestamp(batch_id)';

/** What treasurers made of the payouts: one put them into batches, another one approved, the engine ordered. */
export const BATCHES = [
  `insert into disbursement_batch (id, status, created_by, is_made_by_engine, approved_by, approved_at, filter, item_count,
      item_sum, destination_hash, created_at, done_at)
    select batch_id, case when is_open then 'APPROVED' else 'DONE' end, '${MAKER}', false, '${CHECKER}',
      at + interval '30 minutes', jsonb_build_object('wave', wave, 'partner', null, 'entitlement', null), items, total,
      hash, at, case when not is_open then last end
    from (
      select batch_id, ${batchedAt} as at, min(wave_number) as wave, count(*) as items, sum(amount) as total,
        bool_or(status = 'SUSPECT') as is_open, max(coalesce(rejected_at, settled_at)) as last,
        sha256(string_agg(uuid_send(id) || int8send(amount) || destination_hash, ''::bytea order by id)) as hash
      from disbursement where batch_id is not null group by 1
    ) as batch`,
  `insert into disbursement_batch_item (batch_id, disbursement_id, amount, destination_hash)
    select batch_id, id, amount, destination_hash from disbursement where batch_id is not null`,
  `insert into disbursement_withheld (batch_id, disbursement_id, because, at)
    select batch_id, id, rejected_because, rejected_at from disbursement where rejected_because = 'FROZEN'`,
  `insert into disbursement_order (id, disbursement_id, batch_id, participant_id, wave_number, partner_code, reference,
      amount, destination_hash, sealed_account, state, attempt, next_step, next_at, first_sent_at, last_sent_at, code,
      partner_reference, ordered_at, ended_at, returned_at)
    select substr(payout.partner_reference, 3)::uuid, payout.id, batch_id, participant_id, wave_number,
      payout.partner_code, payout.partner_reference, amount, destination_hash, sealed_number, answer.state, answer.attempt, 'INQUIRE',
      at + interval '1 minute', at, at, answer.code,
      case when settled_at is not null then 'R' || upper(substr(payout.partner_reference, 7, 20)) end, at,
      case when answer.state in ('PAID', 'RETURNED') then settled_at when answer.state = 'FAILED' then rejected_at end,
      case when answer.state = 'RETURNED' then rejected_at end
    from disbursement payout join wallet using (participant_id)
      cross join lateral (select ${batchedAt} + interval '45 minutes' as at) as sent
      join (values ('SETTLED', 'PAID', 1, null), ('REJECTED', 'FAILED', 1, '4033818'), ('RETURNED', 'RETURNED', 1, null),
        ('SUSPECT', 'SUSPECT', 9, 'TIMEOUT')) as answer (status, state, attempt, code) using (status)
    where payout.partner_reference is not null`,
  `insert into suspect_verdict (order_id, outcome, evidence, proposed_by, proposed_at)
    select id, 'PAID', 'The statement of the partner has the reference.', '${MAKER}', ordered_at + interval '2 days'
    from disbursement_order where state = 'SUSPECT' and substr(reference, 34, 1) < '8'`,
];

// The newest answer about each person who was batched; whoever was found on a list since then may not be paid.
export const DECISIONS = `insert into eligibility_decision (participant_id, wave_number, request, is_eligible, reasons,
    decided_at, valid_until)
  select participant_id, wave_number, batch_id, not is_found,
    case when is_found then '{ON_STATE_OFFICIALS_LIST}'::text[] else '{}' end, at, at + interval '1 day'
  from (
    select distinct on (participant_id) participant_id, wave_number, batch_id, said_at is not null as is_found,
      coalesce(said_at, ${batchedAt} - interval '5 minutes') as at
    from disbursement left join participant_freeze using (participant_id)
    where batch_id is not null order by participant_id, batch_id desc
  ) as batched`;

/** Nobody who lost the award has anything that could fall away. */
export const SETTLED = `update incentive_condition set recheck_at = null where recheck_at = '-infinity'`;
