import { column, statement } from '../../kit/statement.ts';

// `given`: the entries, in the order of the call. `entry`: those whose reference was not posted before, of two with one
// reference the first; in order of the reference, so that two calls with the same ones do not wait crosswise. What a wave's people get
// comes from its commitment, where it has one. One statement for all entries and postings:
// `check_postings` sees them together, each entry by itself.
export const POST = statement(
  'journal-post',
  { reference: column.text },
  `with given as materialized (
    select distinct on (given.reference) given.*, wave_budget.year as budget_year,
      coalesce(committed > 0 and kind in ('GRANT', 'DUE'), false) as is_of_commitment
    from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::timestamptz[], $6::text[])
      with ordinality as given (kind, reference, wave, year, at, request_id, n)
    left join wave_budget on wave_number = given.wave
    order by given.reference, given.n
  ), entry as (
    insert into journal_entry (kind, reference, wave_number, year, posted_at, request_id)
    select kind, reference, wave, coalesce(year, budget_year, extract(year from at at time zone 'Asia/Jakarta')::integer),
      at, request_id
    from given order by reference
    on conflict (reference) do nothing returning id, reference, posted_on
  ), posted as (
    insert into posting (entry_id, account_code, participant_id, party, amount, posted_on)
    select entry.id,
      case when line.account = 'UNALLOCATED' and given.is_of_commitment then 'COMMITTED' else line.account end,
      line.participant, line.party, line.amount, entry.posted_on
    from unnest($7::integer[], $8::text[], $9::uuid[], $10::text[], $11::bigint[])
      as line (n, account, participant, party, amount)
    join given on given.n = line.n join entry on entry.reference = given.reference
  )
  select reference from entry`,
);

// A wave that has entries was granted here; only a wave that was loaded from elsewhere is opened. Its money is of the
// year in which its balances end.
export const OPEN_WAVES = statement(
  'journal-open-waves',
  { id: column.uuid },
  `insert into journal_entry (kind, reference, wave_number, year, posted_at, request_id)
  select 'OPENING', 'opening:' || wave_number, wave_number, extract(year from min(day))::integer, $1, $2
  from (
    select wave_number, min(expires_on) as day from training_balance group by 1
    union all
    select wave_number, min(due_at at time zone 'Asia/Jakarta')::date from disbursement
      where not exists (select from training_balance balance where balance.wave_number = disbursement.wave_number)
      group by 1
  ) as wave
  where not exists (select from journal_entry entry where entry.wave_number = wave.wave_number)
  group by wave_number returning id`,
);

// `position`: what stands on the accounts of each person. `line`: the same, and a line for each wave that funds it, so
// that its entry sums to zero.
export const POST_POSITIONS = statement(
  'posting-open-positions',
  {},
  `with position as (
    select wave_number, account_code, participant_id, amount from training_balance cross join lateral (values
      ('TRAINING_BALANCE', granted - spent - held - returned), ('TRAINING_HELD', held),
      ('PLATFORM_PAYABLE', spent), ('RETURNED', returned)) as line(account_code, amount)
    where amount > 0
    union all
    select wave_number, case status when 'SETTLED' then 'WALLET_CLEARING' else 'INCENTIVE_PAYABLE' end,
      participant_id, sum(amount)::bigint
    from disbursement group by 1, 2, 3
  ), line as (
    select * from position
    union all
    select wave_number, 'UNALLOCATED', null, -sum(amount)::bigint from position group by 1
  )
  insert into posting (entry_id, account_code, participant_id, amount, posted_on)
  select entry.id, line.account_code, line.participant_id, line.amount, entry.posted_on
  from line join journal_entry entry on entry.wave_number = line.wave_number
  where entry.id = any($1::uuid[])`,
);
