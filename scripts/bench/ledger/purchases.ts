import type pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { post } from '../../../subgraphs/payments/ledger/index.ts';

const PRICE = 500_000n;
const COMMISSION = 50_000n;

interface Purchases {
  count: number;
  /** Waves over which they are spread. */
  waves: number;
  connections: number;
}

const inTransaction = async (client: pg.PoolClient, work: () => Promise<unknown>): Promise<void> => {
  await client.query('begin');
  await work();
  await client.query('commit');
};

/** A purchase as the ledger has it: held in one transaction, captured in another. */
const purchase = async (client: pg.PoolClient, waveNumber: number): Promise<void> => {
  const participantId = uuidv7();
  const facts = { waveNumber, at: new Date(), requestId: 'bench-ledger' };
  const of = (account: 'TRAINING_BALANCE' | 'TRAINING_HELD', amount: bigint) => ({ account, participantId, amount });
  const hold = [of('TRAINING_BALANCE', -PRICE), of('TRAINING_HELD', PRICE)];
  await inTransaction(client, () =>
    post(client, { kind: 'HOLD', reference: `hold:${participantId}`, ...facts, postings: hold }),
  );
  const capture = [
    of('TRAINING_HELD', -PRICE),
    { account: 'INSTITUTION_PAYABLE' as const, participantId, party: 'lpk-bench', amount: PRICE - COMMISSION },
    { account: 'COMMISSION' as const, participantId, party: 'bench', amount: COMMISSION },
  ];
  await inTransaction(client, () =>
    post(client, { kind: 'CAPTURE', reference: `capture:${participantId}`, ...facts, postings: capture }),
  );
};

/** Makes purchases, `connections` at a time. @returns milliseconds */
export const buy = async (pool: pg.Pool, { count, waves, connections }: Purchases): Promise<number> => {
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  let next = 0;
  const work = async (client: pg.PoolClient) => {
    for (let index = next++; index < count; index = next++) await purchase(client, 1 + (index % waves));
  };
  const startedMs = performance.now();
  await Promise.all(clients.map(work)).finally(() => {
    for (const client of clients) client.release();
  });
  return performance.now() - startedMs;
};
