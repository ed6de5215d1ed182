import pg from 'pg';
import { migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { codeHash } from '../../subgraphs/pmo/draw/draw.code.ts';
import { DrawService } from '../../subgraphs/pmo/draw/draw.service.ts';
import { testBeacon } from '../../subgraphs/pmo/draw/test-chain.beacon.ts';
import { pmo } from '../../subgraphs/pmo/features.ts';
import { databaseFrom } from './database.ts';

export const drawOptions = { codeHash: codeHash(), formula: 'PROPORTIONAL', noticeSeconds: 1 } as const;
export const longAgo = () => new Date(Date.now() - 60_000);
/** Whoever freezes long ago by it finds the round out. */
export const earlyBeacon = { ...testBeacon(() => new Date()), latest: testBeacon(longAgo).latest };

/** A database of the programme office in which waves are frozen and drawn at once. */
export const openDraws = async () => {
  const url = await databaseFrom('pmo_draw', async (template) => {
    const database = await openDatabase({ name: 'test', url: template, entities: [], migrations: migrationsOf(pmo) });
    await migrate(database);
    await database.close();
  });
  const clients: pg.Client[] = [];
  const connect = async () => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  };
  return {
    url,
    connect,
    client: await connect(),
    draws: new DrawService({ ...drawOptions, beacon: earlyBeacon, now: longAgo }),
    close: () => Promise.all(clients.map((each) => each.end().catch(() => undefined))),
  };
};
