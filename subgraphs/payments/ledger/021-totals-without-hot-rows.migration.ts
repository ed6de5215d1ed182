import { Migration } from '@mikro-orm/migrations';
import { guardPartition, REVOKE_CHANGE } from '../../kit/append-only.tables.ts';
import { eachAccount, eachSettled, eachTotal } from './account.sql.ts';

// Money of one year. Only what takes from UNALLOCATED or TREASURY locks its row.
const budgetYear = `create table budget_year (
  year integer primary key check (year > 2000),
  -- Given by the state, without what went on to another year or lapsed.
  budget bigint not null default 0,
  -- Of it: no longer UNALLOCATED. Nothing is promised that the year does not hold, under any concurrency.
  committed bigint not null default 0 check (committed >= 0),
  constraint budget_year_committed_ck check (committed <= budget)
)`;

// The year whose money a wave has. Written when the wave is first given money, and by COMMIT, UNCOMMIT and CARRY.
const waveBudget = `create table wave_budget (
  wave_number integer primary key check (wave_number > 0),
  year integer not null references budget_year,
  -- For all that its people may be paid; 0 for a wave that was granted from UNALLOCATED as it came.
  committed bigint not null default 0 check (committed >= 0)
)`;

// What the postings of a year and wave (0: of none) sum up to is the sum of its slots. A transaction adds to a slot that
// no other one holds, so that payments of one wave do not wait for one another; there come to be as many slots as there
// were writers at once. A slot's number is its place in a ring of 2^32.
const slots = `create table ledger_slot (
  year integer not null,
  wave_number integer not null check (wave_number >= 0),
  slot bigint not null default floor(random() * 4294967296),
  ${eachAccount((column) => `${column} bigint not null default 0`, ',\n  ')},
  -- Of what went to PAID_OUT: where it came from. So a trace tells how much an institution had, settled or not.
  ${eachSettled((column) => `${column} bigint not null default 0`, ',\n  ')},
  primary key (year, wave_number, slot)
) with (fillfactor = 50)`;

const sums = eachAccount(
  (column, code) => `coalesce(sum(amount) filter (where account_code = '${code}'), 0) as ${column}`,
);

const settledSums = eachSettled(
  (column, accounts) => `coalesce(-sum(amount) filter (
      where kind in ('SETTLE', 'RECONCILE') and account_code in (${accounts})), 0) as ${column}`,
);

const fillSlots = `insert into ledger_slot (year, wave_number, ${eachAccount((column) => column)})
  select year, coalesce(wave_number, 0), ${sums} from journal_entry join posting on entry_id = id group by 1, 2`;

const fillYears = `insert into budget_year (year, budget, committed)
  select year, -sum(treasury), -sum(treasury + unallocated) from ledger_slot group by 1`;

const fillWaves = `insert into wave_budget (wave_number, year)
  select wave_number, min(year) from ledger_slot where wave_number > 0 and unallocated <> 0 group by 1`;

const totals = `create view ledger_total as
  select year, wave_number, account_code, sum(amount)::bigint as amount
  from ledger_slot cross join lateral (values ${eachAccount((column, code) => `('${code}', ${column})`)})
    as line(account_code, amount)
  group by 1, 2, 3`;

const funds = `create view wave_funds as
  select wave_number, -sum(treasury + unallocated)::bigint as committed,
    sum(institution_payable + commission + platform_payable + wallet_clearing + partner_deposit + receivable + paid_out
      + fees + suspense)::bigint as paid,
    sum(returned)::bigint as returned
  from ledger_slot where wave_number > 0 group by 1`;

// Any constant: the first half of an advisory lock's key, the second one being a wave.
const COMMITMENT_LOCK = 7_214_031;

const LEFT = `select coalesce(sum(slot.committed), 0) from ledger_slot slot
              where slot.year = moved.year and slot.wave_number = moved.wave_number`;

// One set-based check a statement: an entry's postings are written by one statement, so each statement must balance.
// It also stands for the foreign key to journal_entry, whose rows are never deleted.
const checkPostings = `create or replace function check_postings() returns trigger language plpgsql as $$
declare
  wrong uuid;
  moved record;
  free bigint;
  -- Each connection begins to look at a place of its own.
  place bigint := (pg_backend_pid()::bigint * 2654435761) % 4294967296;
begin
  select line.entry_id into wrong
    from (
      select entry_id, sum(amount) as total, min(posted_on) as first, max(posted_on) as last
      from new_posting group by entry_id
    ) line
    left join journal_entry entry on entry.id = line.entry_id
    where line.total <> 0 or entry.id is null or entry.posted_on <> line.first or entry.posted_on <> line.last
    limit 1;
  if found then
    raise exception 'journal entry % must exist, sum to zero and be posted on its own day', wrong
      using errcode = 'check_violation', constraint = 'posting_entry_sums_to_zero';
  end if;

  for moved in
    select year, coalesce(wave_number, 0) as wave_number, ${sums}, ${settledSums},
      bool_or(kind = 'CARRY') as is_carried,
      bool_or(kind in ('COMMIT', 'UNCOMMIT', 'CARRY')) as is_commitment,
      bool_or(account_code in ('TREASURY', 'UNALLOCATED', 'COMMITTED')) as is_public
    from new_posting join journal_entry on id = entry_id group by 1, 2 order by 1, 2
  loop
    if moved.is_public then
      if moved.treasury <> 0 or moved.unallocated <> 0 then
        insert into budget_year (year) values (moved.year) on conflict do nothing;
        update budget_year set budget = budget - moved.treasury,
            committed = committed - moved.treasury - moved.unallocated
          where year = moved.year;
      end if;
      if moved.wave_number > 0 then
        -- Whoever changes a commitment, or takes more than a thousandth of what is left, is alone and sees what all others
        -- took. Who takes less shares the lock: those under way at once are fewer than a thousand, so there is enough.
        if moved.is_commitment then perform pg_advisory_xact_lock(${COMMITMENT_LOCK}, moved.wave_number);
        elsif moved.committed < 0 then
          if moved.committed * -1000 > (${LEFT}) then
            perform pg_advisory_xact_lock(${COMMITMENT_LOCK}, moved.wave_number);
          else
            perform pg_advisory_xact_lock_shared(${COMMITMENT_LOCK}, moved.wave_number);
            if moved.committed * -1000 > (${LEFT}) then
              raise exception 'what is committed to wave % was changed meanwhile', moved.wave_number
                using errcode = 'check_violation', constraint = 'wave_budget_taken_ck';
            end if;
          end if;
        end if;
        insert into wave_budget (wave_number, year) values (moved.wave_number, moved.year) on conflict do nothing;
        if moved.is_commitment then
          update wave_budget set committed = wave_budget.committed + moved.committed,
              year = case when moved.is_carried and moved.committed < 0 then wave_budget.year else moved.year end
            where wave_number = moved.wave_number;
        end if;
      end if;
    end if;

    select slot into free from ledger_slot
      where year = moved.year and wave_number = moved.wave_number and slot >= place
      order by slot limit 1 for no key update skip locked;
    if free is null then
      select slot into free from ledger_slot
        where year = moved.year and wave_number = moved.wave_number and slot < place
        order by slot limit 1 for no key update skip locked;
    end if;
    if free is not null then
      update ledger_slot set ${eachTotal((column) => `${column} = ledger_slot.${column} + moved.${column}`)}
        where year = moved.year and wave_number = moved.wave_number and slot = free;
    else
      insert into ledger_slot (year, wave_number, ${eachTotal((column) => column)})
        values (moved.year, moved.wave_number, ${eachTotal((column) => `moved.${column}`)});
    end if;

    if moved.committed < 0 and 0 > (${LEFT}) then
      raise exception 'wave % takes more than is committed to it in %', moved.wave_number, moved.year
        using errcode = 'check_violation', constraint = 'wave_budget_taken_ck';
    end if;
  end loop;
  return null;
end $$`;

// A statement on a partition does not fire the statement triggers of the parent.
const CHECK = `create trigger check_postings after insert on %s referencing new table as new_posting
    for each statement execute function check_postings()`;

const guard = guardPartition({ name: 'guard_postings', refuse: 'refuse_change', also: [CHECK, REVOKE_CHANGE] });

const revokeAll = `do $$ declare target regclass; begin
  for target in select relid from pg_partition_tree('posting') union all select 'journal_entry'::regclass loop
    execute format('${REVOKE_CHANGE}', target);
  end loop;
end $$`;

export class TotalsWithoutHotRows extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Of a large ledger it reads every posting once.
    this.addSql(`set local statement_timeout = '30min'`);
    // No entry may come between the sums and the function that goes on from them.
    this.addSql('lock table posting in share row exclusive mode');
    for (const statement of [budgetYear, waveBudget, slots, fillSlots, fillYears, fillWaves]) this.addSql(statement);
    this.addSql('drop table wave_funds');
    this.addSql('alter table account drop column balance');
    for (const statement of [totals, funds, checkPostings]) this.addSql(statement);
    this.addSql(guard.replace('create function', 'create or replace function'));
    this.addSql(revokeAll);
  }
}
