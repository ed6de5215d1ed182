import { column, statement } from '../../kit/statement.ts';

// `entry`: the journal entry; none when its reference was posted before, and then no posting either. One statement for
// the entry and all its postings: `check_postings` sees them together.
export const POST = statement(
  'journal-post',
  {},
  `with entry as (
    insert into journal_entry (kind, reference, wave_number, posted_at, request_id) values ($1, $2, $3, $4, $5)
    on conflict (reference) do nothing returning id, posted_on
  )
  insert into posting (entry_id, account_code, participant_id, amount, posted_on)
  select entry.id, line.account_code, line.participant_id, line.amount, entry.posted_on
  from entry, unnest($6::text[], $7::uuid[], $8::bigint[]) as line(account_code, participant_id, amount)`,
);

// A wave that has entries was granted here; only a wave that was loaded from elsewhere is opened.
export const OPEN_WAVES = statement(
  'journal-open-waves',
  { id: column.uuid },
  `insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
  select 'OPENING', 'opening:' || wave_number, wave_number, $1, $2
  from (select wave_number from training_balance union select wave_number from disbursement) as wave
  where not exists (select from journal_entry entry where entry.wave_number = wave.wave_number)
  returning id`,
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
