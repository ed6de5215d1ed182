import { expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { freePort } from '../../tests/testkit/port.ts';
import { openDatabase } from './database.ts';
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
