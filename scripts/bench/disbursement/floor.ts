import { once } from 'node:events';
import pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import type { PartnerAdapter } from '../../../subgraphs/payments/partner/index.ts';

const ORDERED = 'insert into floor_ordered (id, reference, amount, at) values ($1, $2, 600000, now())';
const PAID = 'insert into floor_paid (id, at) values ($1, now())';

export const FLOOR_TABLES = `create table if not exists floor_ordered (id uuid primary key, reference text not null unique,
    amount bigint not null, at timestamptz not null);
  create table if not exists floor_paid (id uuid primary key, at timestamptz not null)`;

interface Floor {
  url: string;
  adapter: PartnerAdapter;
  payouts: number;
  concurrency: number;
}

/** The least that paying costs: the same calls, an insert before and one after each. Begins with a line of its input. */
export const runFloor = async ({ url, adapter, payouts, concurrency }: Floor): Promise<void> => {
  const pool = new pg.Pool({ connectionString: url, max: concurrency });
  await Promise.all(Array.from({ length: concurrency }, () => pool.query('select pg_sleep(0.05)')));
  let left = payouts;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const id = uuidv7();
      const reference = `PK${id.replaceAll('-', '')}`;
      await pool.query({ name: 'floor-ordered', text: ORDERED, values: [id, reference] });
      const order = { reference, account: '081000000000', name: null, amount: 600_000n, attempt: 1, at: new Date() };
      await adapter.pay(order, AbortSignal.timeout(8_000));
      await pool.query({ name: 'floor-paid', text: PAID, values: [id] });
    }
  };
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  process.stdout.write(`${performance.now() - startedMs}\n`);
  await pool.end();
  process.exit(0);
};
