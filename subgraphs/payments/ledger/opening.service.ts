import { execute, type Transaction } from '../../kit/database.ts';

// A wave that has entries was granted here; only a wave that was loaded from elsewhere is opened.
const OPEN_WAVES = `insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
  select 'OPENING', 'opening:' || wave_number, wave_number, $1, $2
  from (select wave_number from training_balance union select wave_number from disbursement) as wave
  where not exists (select from journal_entry entry where entry.wave_number = wave.wave_number)
  returning id`;

const POST_POSITIONS = `with position as (
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
  where entry.id = any($1::uuid[])`;

/**
 * Opens the ledger for balances and disbursements that were loaded by COPY: one journal entry a wave, funded from
 * UNALLOCATED, so the budgets come first. `wave_funds` follows by itself. May be called again.
 * @returns how many waves were opened
 */
export const openLedger = async (transaction: Transaction, { at, requestId }: { at: Date; requestId: string }) => {
  // A million balances take longer than a request may.
  await execute(transaction, `set local statement_timeout = '15min'`);
  const { rows } = await execute<{ id: string }>(transaction, OPEN_WAVES, [at, requestId]);
  if (rows.length > 0) await execute(transaction, POST_POSITIONS, [rows.map(({ id }) => id)]);
  return rows.length;
};
