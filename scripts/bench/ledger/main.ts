// How many purchases a second the ledger posts inside one wave, beside the same spread over many: durable, and in turns.
import 'reflect-metadata';
import type pg from 'pg';
import { payments } from '../../../subgraphs/payments/features.ts';
import { openPool, print, runBench } from '../run.ts';
import { openBenchDatabase } from '../subgraph.ts';
import { buy } from './purchases.ts';

const GOAL = 0.9;
const PORT = 21_991;

const help = `
npm run bench -- ledger [--purchases N] [--rounds N] [--waves N] [--connections N] [--plant]

How many purchases a second (each held in one durable transaction and captured in another) the ledger posts inside one
wave, beside the same spread over many; at least ${GOAL} of it. Then again with a row that every payment of a wave waits
for: that must miss the goal, or the bench would not notice one.
  --purchases    in a round (default 600)
  --rounds       of each, in turns (default 7)
  --waves        over which they are spread (default 40)
  --connections  at the same time (default 32)
  --plant        measures the planted row alone, which fails
`;

// Every payment of a wave waits for the one before it, as it would for a row with the wave's total.
const PLANT = `do $$ begin
  execute replace(pg_get_functiondef('check_postings'::regproc), 'for no key update skip locked', 'for no key update');
end $$`;

// One row for each total, so that nobody finds a second one.
const ONE_SLOT = `insert into ledger_slot (year, wave_number)
  select extract(year from now() at time zone 'Asia/Jakarta'), wave from generate_series(1, $1::int) as wave
  where not exists (select from ledger_slot where wave_number = wave)`;

const options = {
  purchases: { type: 'string', default: '600' },
  rounds: { type: 'string', default: '7' },
  waves: { type: 'string', default: '40' },
  connections: { type: 'string', default: '32' },
  plant: { type: 'boolean' },
} as const;

interface Load {
  count: number;
  rounds: number;
  waves: number;
  connections: number;
}

/** Purchases a second inside one wave and spread, from rounds in turns, so that other load on the machine meets both. */
const compare = async (pool: pg.Pool, { count, rounds, waves, connections }: Load) => {
  const spent = { one: 0, many: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['one', 'many'] as const) : (['many', 'one'] as const);
    for (const which of order) {
      spent[which] += await buy(pool, { count, connections, waves: which === 'one' ? 1 : waves });
    }
  }
  const perSecond = (ms: number) => Math.round((count * rounds) / (ms / 1_000));
  const ours = perSecond(spent.one);
  const reference = perSecond(spent.many);
  return { ours, reference, ratio: Number((spent.many / spent.one).toFixed(3)) };
};

/** Leaves one slot for each wave, and lets everyone wait for it. */
const plant = async (pool: pg.Pool, waves: number): Promise<void> => {
  await pool.query('delete from ledger_slot');
  await pool.query(ONE_SLOT, [waves]);
  await pool.query(PLANT);
};

await runBench({ name: 'ledger', help, options }, async ({ ending, directory, count, values }) => {
  const connections = count('connections');
  const waves = count('waves');
  const rounds = count('rounds');
  const load = { count: count('purchases'), rounds, waves, connections };
  const { url } = await openBenchDatabase({ ending, directory }, { name: 'payments', features: payments, port: PORT });
  const pool = openPool(ending, { connectionString: url, max: connections });
  await pool.query(ONE_SLOT, [waves]);
  const warm = { ...load, count: Math.min(load.count, 200), rounds: 1 };
  if (!values.plant) {
    await compare(pool, warm);
    const { ours, reference, ratio } = await compare(pool, load);
    const slots =
      'select max(slots)::int as slots from (select count(*) as slots from ledger_slot group by wave_number) s';
    print({ ...(await pool.query<{ slots: number }>(slots)).rows[0], oneWave: ours, spread: reference, ratio });
    await plant(pool, load.waves);
    const planted = await compare(pool, { ...load, rounds: Math.min(rounds, 2) });
    print({ planted: 'one row for all payments of a wave', ...planted, isFound: planted.ratio < GOAL });
    const pass = ratio >= GOAL && planted.ratio < GOAL;
    print({ bench: 'ledger', unit: 'purchases/s', ours, reference, ratio, goal: GOAL, pass });
    return pass;
  }
  await plant(pool, load.waves);
  await compare(pool, warm);
  const planted = await compare(pool, load);
  const pass = planted.ratio >= GOAL;
  print({ bench: 'ledger', unit: 'purchases/s', ...planted, goal: GOAL, pass });
  return pass;
});
