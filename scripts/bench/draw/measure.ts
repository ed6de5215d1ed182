import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Vault } from '../../../subgraphs/kit/vault/vault.ts';
import { codeHash } from '../../../subgraphs/pmo/draw/draw.code.ts';
import { DrawService } from '../../../subgraphs/pmo/draw/draw.service.ts';
import { testBeacon } from '../../../subgraphs/pmo/draw/test-chain.beacon.ts';

const FLOOR = `select count(sha256(uuid_send(entry_id))) from registration where wave_number = $1 and status = 'ELIGIBLE'`;
const A_MINUTE_MS = 60_000;

const key = () => randomBytes(32).toString('base64url');
const vault = new Vault({ current: '1', keys: { '1': key() }, index: key() });

// The freeze is dated a minute back, so that its round is out when the draw asks for it.
const service = new DrawService({
  vault,
  beacon: testBeacon(() => new Date()),
  codeHash: codeHash(),
  formula: 'PROPORTIONAL',
  now: () => new Date(Date.now() - A_MINUTE_MS),
});

const withClient = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** What no draw can be faster than: reading the eligible entries, with one hash each. */
export const measureFloor = (url: string, wave: number): Promise<number> =>
  withClient(url, async (client) => timed(() => client.query(FLOOR, [wave])));

/** Freeze and draw, each until it is committed. */
export const measureDraw = (url: string, wave: number) =>
  withClient(url, async (client) => {
    const freezeMs = await timed(() => service.freeze(client, wave));
    const drawMs = await timed(async () => {
      if (!(await service.draw(client, wave))) throw new Error('the round of the beacon is not out');
    });
    return { freezeMs, drawMs };
  });
