import type pg from 'pg';

/** Months over which the postings lie. */
export const MONTHS = 20;
/** The first months in which waves are granted; what follows a grant takes six more. */
const WAVES = 14;
/** Postings of one person. */
export const POSTINGS_EACH = 11;
/** People of a shared entry. */
const TOGETHER = 1_000;

// The triggers sum up totals and remember entries for the chain, which a trace of a person does not read.
const PREPARE = `alter table posting disable trigger check_postings;
  alter table journal_entry disable trigger remember_pending;
  create unlogged table bench_person (n integer primary key, id uuid not null, wave integer not null, part integer not null)`;

const PEOPLE = `insert into bench_person
  select n, uuidv7(), n % ${WAVES}, n / ${WAVES * TOGETHER} from generate_series($1::int, $2::int) as n`;
const BALANCES = `insert into training_balance (participant_id, wave_number, granted, spent, returned, expires_on)
  select id, 1 + wave, 3500000, 500000, 3000000, current_date + 30 from bench_person where n between $1::int and $2`;

interface Step {
  kind: string;
  /** Months after the grant. */
  later: number;
  isShared: boolean;
  /** Rows of SQL: account, party, amount. */
  lines: string;
}

const steps: readonly Step[] = [
  { kind: 'GRANT', later: 0, isShared: true, lines: `('TRAINING_BALANCE', null, 3500000)` },
  {
    kind: 'HOLD',
    later: 1,
    isShared: false,
    lines: `('TRAINING_BALANCE', null, -500000), ('TRAINING_HELD', null, 500000)`,
  },
  {
    kind: 'CAPTURE',
    later: 2,
    isShared: false,
    lines: `('TRAINING_HELD', null, -500000), ('INSTITUTION_PAYABLE', 'lpk', 425000), ('COMMISSION', 'pijar', 75000)`,
  },
  { kind: 'DUE', later: 4, isShared: true, lines: `('INCENTIVE_PAYABLE', null, 600000)` },
  {
    kind: 'PAY',
    later: 5,
    isShared: true,
    lines: `('INCENTIVE_PAYABLE', null, -600000), ('WALLET_CLEARING', 'dana', 600000)`,
  },
  {
    kind: 'RETURN',
    later: 6,
    isShared: true,
    lines: `('TRAINING_BALANCE', null, -3000000), ('RETURNED', null, 3000000)`,
  },
];

// Entries of one step for the people $1 to $2 of wave $3, in the month that is $4 months ago.
const post = ({ kind, isShared, lines }: Step): string => {
  const reference = isShared ? `'${kind}:' || wave || ':' || part || ':' || $1::int` : `'${kind}:' || id`;
  return `with person as materialized (
      select id, wave, ${reference} as reference from bench_person where n between $1::int and $2 and wave = $3
    ), entry as (
      insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
      select distinct '${kind}', reference, 1 + wave, date_trunc('month', now()) - make_interval(months => $4::int), 'bench'
      from person returning id, reference, posted_on
    )
    insert into posting (entry_id, account_code, participant_id, party, amount, posted_on)
    select entry.id, account, person.id, party, amount, posted_on
    from person join entry using (reference) cross join (values ${lines}) as line (account, party, amount)`;
};

// Built once for all rows, which takes a third of the time.
const UNINDEX = 'drop index if exists posting_entry_ix, posting_participant_ix';
const INDEX = `create index posting_entry_ix on posting (entry_id);
  create index posting_participant_ix on posting (participant_id, posted_on)`;

/** Makes the ledger of people $1 to $2 of waves over the last 20 months, set by set. */
export const addHistory = async (pool: pg.Pool, first: number, last: number): Promise<void> => {
  await pool.query(UNINDEX);
  await pool.query(PEOPLE, [first, last]);
  await pool.query(BALANCES, [first, last]);
  for (let month = 0; month < MONTHS; month += 1)
    for (const step of steps) {
      const wave = month - step.later;
      if (wave >= 0 && wave < WAVES) await pool.query(post(step), [first, last, wave, MONTHS - 1 - month]);
    }
  await pool.query(INDEX);
  await pool.query('vacuum analyze');
};

/** Makes the partitions of the last 20 months and what the postings are made from. */
export const prepareHistory = async (pool: pg.Pool): Promise<void> => {
  await pool.query(`select create_posting_month((current_date - make_interval(months => ago))::date)
    from generate_series(0, ${MONTHS}) as ago`);
  await pool.query(PREPARE);
};
