import type { Client } from 'pg';
import type { Database } from '../../subgraphs/kit/database.ts';
import type { Statement } from '../../subgraphs/kit/statement.ts';
import { codeHash } from '../../subgraphs/pmo/draw/draw.code.ts';
import { DrawService } from '../../subgraphs/pmo/draw/draw.service.ts';
import { ListService } from '../../subgraphs/pmo/draw/list/list.service.ts';
import { testBeacon } from '../../subgraphs/pmo/draw/test-chain.beacon.ts';
import { syntheticWaves } from './waves.ts';

const AFTER_CLOSING_MS = 86_400_000;
const MINUTE_MS = 60_000;

const WAITS = `select from wave where number = $1 and status = 'SCREENED' and quota > 0 and is_synthetic`;
const DRAWN = `update wave set status = 'DRAWN' where number = $1 and status = 'SCREENED'`;

/** Reads as a service's database does, on the connection of the seed. */
const readerOf = (client: Client): Pick<Database, 'rows'> => ({
  rows: async <T>({ text }: Statement<T>, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as T[],
});

/**
 * Draws the sample wave that waits for it as any other one is drawn, a day after it closed, so that its draw can be
 * checked. Once: a run that was killed is made up for by the next one.
 */
export const drawSample = async (client: Client): Promise<void> => {
  const wave = syntheticWaves.find(({ status }) => status === 'DRAWN');
  if (!wave || (await client.query(WAITS, [wave.number])).rows.length === 0) return;
  let at = new Date(Date.parse(wave.closesAt) + AFTER_CLOSING_MS);
  const now = () => at;
  const draws = new DrawService({
    beacon: testBeacon(now),
    codeHash: codeHash(),
    formula: 'PROPORTIONAL',
    noticeSeconds: 1,
    now,
  });
  await draws.freeze(client, wave.number);
  await new ListService(readerOf(client)).describe(wave.number);
  at = new Date(at.getTime() + MINUTE_MS);
  if (await draws.draw(client, wave.number)) await client.query(DRAWN, [wave.number]);
};
