import type pg from 'pg';
import type { Statement } from '../../../subgraphs/kit/statement.ts';
import { codeHash } from '../../../subgraphs/pmo/draw/draw.code.ts';
import { DrawService } from '../../../subgraphs/pmo/draw/draw.service.ts';
import { ListService } from '../../../subgraphs/pmo/draw/list/list.service.ts';
import { testBeacon } from '../../../subgraphs/pmo/draw/test-chain.beacon.ts';
import { postgresCpuSeconds } from '../registration/cpu.ts';
import { openPool } from '../run.ts';

const FLOOR = `select count(sha256(uuid_send(entry_id))) from registration where wave_number = $1 and status = 'ELIGIBLE'`;
const A_MINUTE_MS = 60_000;

const aMinuteAgo = () => new Date(Date.now() - A_MINUTE_MS);

/** Draws as a process of `pmo` does, with its pool. */
export const openDraws = (ending: AsyncDisposableStack, url: string) => {
  const pool = openPool(ending, { connectionString: url });
  const draws = new DrawService({
    pool,
    // The freeze takes place a minute ago, so that its round is out when the draw asks for it.
    beacon: { ...testBeacon(() => new Date()), latest: testBeacon(aMinuteAgo).latest },
    codeHash: codeHash(),
    formula: 'PROPORTIONAL',
    noticeSeconds: 1,
    now: aMinuteAgo,
  });
  return { draws, pool };
};

type Draws = ReturnType<typeof openDraws>;

const withClient = async <T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    return await use(client);
  } finally {
    client.release();
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

const MS = 1_000;

/** CPU time of this process and of the server behind `client` so far. Linux only; 0 elsewhere. */
const cpuMs = async (client: pg.PoolClient): Promise<number> => {
  if (process.platform !== 'linux') return 0;
  const { user, system } = process.cpuUsage();
  return (await postgresCpuSeconds(client)) * MS + (user + system) / MS;
};

/** Time and CPU time of some work, which says more when others use the machine. */
const weighed = async (client: pg.PoolClient, work: () => Promise<unknown>) => {
  const before = await cpuMs(client);
  const ms = await timed(work);
  return { ms, cpuMs: (await cpuMs(client)) - before };
};

/** Hashing and measuring the list that is served, once after the freeze; it is read as the service reads it. */
export const measureList = ({ pool }: Draws, wave: number): Promise<number> => {
  const rows = async <T>({ text }: Statement<T>, values: readonly unknown[] = []) =>
    (await pool.query(text, [...values])).rows as T[];
  return timed(() => new ListService({ rows }).describe(wave));
};

/** What no draw can be faster than: reading the eligible entries, with one hash each, on all cores. */
export const measureFloor = ({ pool }: Draws, wave: number) =>
  withClient(pool, (client) => weighed(client, () => client.query(FLOOR, [wave])));

/** Freeze and draw, each until it is committed. */
export const measureDraw = ({ draws, pool }: Draws, wave: number) =>
  withClient(pool, async (client) => {
    const freeze = await weighed(client, () => draws.freeze(client, wave));
    const draw = await weighed(client, async () => {
      if (!(await draws.draw(client, wave))) throw new Error('the round of the beacon is not out');
    });
    return { freezeMs: freeze.ms, drawMs: draw.ms, cpuMs: freeze.cpuMs + draw.cpuMs };
  });
