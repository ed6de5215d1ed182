import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { freePort } from '../../tests/testkit/port.ts';
import { openDatabase } from './database.ts';
import { databaseAway, isDatabaseAway } from './database-away.ts';
import { migrate } from './migrate.ts';

const fault = async (change: (url: URL) => void): Promise<string> => {
  const url = new URL(await createDatabase('away'));
  change(url);
  const start = async () => {
    const database = await openDatabase({ name: 'test', url: url.href, entities: [], migrations: [] });
    await migrate(database).finally(() => database.close());
    return new Error('it came up');
  };
  const error = await start().catch((reason: Error) => reason);
  expect(error.message).not.toContain(url.password || '?');
  return error.message;
};

test('a database that is away at the start is named, with what is wrong', async () => {
  const port = await freePort();
  const away = await fault((url) => {
    url.hostname = 'localhost';
    url.port = String(port);
  });
  expect(away).toMatch(
    new RegExp(`^the database away_\\w+ of postgres at localhost:${port} cannot be used: nothing listens there`),
  );
  const wrong = await fault((url) => {
    url.password = 'another one';
  });
  expect(wrong).toContain('it refuses the password of the role (28P01)');
});

test('one that takes connections and stands still is named as silent, by a client and by a pool', async () => {
  const stands = createServer().listen(0, '127.0.0.1');
  await once(stands, 'listening');
  const { port } = stands.address() as AddressInfo;
  const options = { connectionString: `postgres://pmo:secret@127.0.0.1:${port}/pmo`, connectionTimeoutMillis: 50 };
  for (const connect of [() => new pg.Client(options).connect(), () => new pg.Pool(options).connect()]) {
    const error = await connect().catch((reason: Error) => reason);
    expect(isDatabaseAway(error)).toBe(true);
    expect(databaseAway(options.connectionString, error).message).toBe(
      `the database pmo of pmo at 127.0.0.1:${port} cannot be used: it does not answer (ETIMEDOUT)`,
    );
  }
  stands.close();
});
