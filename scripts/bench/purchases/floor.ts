import type pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { perSecond } from '../subgraph.ts';

const TABLES = [
  `create table if not exists floor_purchase (
    id uuid primary key, participant_id uuid not null, amount bigint not null, invoice text not null unique,
    authorized_at timestamptz not null
  )`,
  `create table if not exists floor_event (
    id uuid primary key, type text not null, data jsonb not null, created_at timestamptz not null default now()
  )`,
];

const PURCHASE = `insert into floor_purchase (id, participant_id, amount, invoice, authorized_at)
  values ($1, $2, 300000, $3, now())`;
const EVENT = `insert into floor_event (id, type, data) values ($1, 'payments.purchase.authorized', $2::jsonb)`;

/** The least that a purchase costs: two inserts in a transaction of its own. Returns how many a second. */
export const floorOf = async (
  pool: pg.Pool,
  { count, connections }: { count: number; connections: number },
): Promise<number> => {
  for (const table of TABLES) await pool.query(table);
  const one = async () => {
    const client = await pool.connect();
    try {
      const id = uuidv7();
      await client.query('begin');
      await client.query({ name: 'floor-purchase', text: PURCHASE, values: [id, uuidv7(), id] });
      await client.query({ name: 'floor-event', text: EVENT, values: [uuidv7(), JSON.stringify({ enrollment: id })] });
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  return perSecond(Array.from({ length: count }), { atOnce: connections, one });
};
