import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, test } from 'vitest';

const { data, databases } = inject('stack');

const reach = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'connected';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
};

test('no service role can connect to a database but its own, those of PostgreSQL itself included', async () => {
  const roles = Object.keys(databases);
  expect(roles.length).toBeGreaterThanOrEqual(6);
  const refused = (name: string) =>
    name === 'template0'
      ? 'database "template0" is not currently accepting connections'
      : `permission denied for database "${name}"`;
  for (const [role, ownUrl] of Object.entries(databases)) {
    const names = [...roles, 'postgres', 'template0', 'template1'];
    const answers = await Promise.all(
      names.map((name) => {
        const url = new URL(ownUrl);
        url.pathname = `/${name}`;
        return reach(url.href);
      }),
    );
    expect(answers).toEqual(names.map((name) => (name === role ? 'connected' : refused(name))));
  }
});

test('the data directory of a running stack holds nothing that another user could read', () => {
  const open: string[] = [];
  expect(statSync(data).mode & 0o777).toBe(0o700);
  const look = (path: string) => {
    const found = statSync(path);
    if ((found.mode & 0o077) !== 0) open.push(path);
    if (found.isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
  };
  for (const name of readdirSync(data)) look(join(data, name));
  expect(open).toEqual([]);
});
