import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { limits } from '../gateway/limits.ts';
import { archiveSettings } from '../scripts/postgres/backup.ts';
import { featuresOf } from '../scripts/subgraphs.ts';
import { composedEnvironment, composedService, filledIn } from './testkit/composed.ts';
import { openDatabaseOf } from './testkit/subgraph.ts';

const variables = filledIn({
  TOKEN_ISSUER: 'https://login.example',
  CODE_SENDER_URL: 'https://codes.example/send',
  CODE_SENDER_TOKEN: 'token',
  CIVIL_REGISTRY_URL: 'https://civil.example',
  CIVIL_REGISTRY_KEY: 'key of the civil registry',
});

test('a proxy that ends TLS stands before both, is counted, and cannot be gone around from another machine', () => {
  const proxy = readFileSync('deploy/nginx.conf', 'utf8');
  const servers = proxy.split(/^server /m).slice(1);
  const [graph = '', login = ''] = servers;
  for (const [server, name] of [
    [graph, 'gateway'],
    [login, 'identity'],
  ] as const) {
    const [, , inside] = /:-(\d+)\}:(\d+)$/.exec(composedService(name).ports?.join() ?? '') ?? [];
    expect(server).toContain(`proxy_pass http://${name === 'gateway' ? 'graph_gateway' : `127.0.0.1:${inside}`};`);
    expect(proxy).toContain(`127.0.0.1:${inside};`);
    expect(server).toContain('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;');
    expect(server).toContain('listen 443 ssl http2;');
    expect(composedEnvironment(name, variables).PROXIES).toBe('1');
    expect(composedService(name).ports).toEqual([expect.stringMatching(/^\$\{PUBLISHED_ADDRESS:-127\.0\.0\.1\}:/)]);
  }
  // What only services ask is not there for clients.
  for (const path of ['/supergraph', '/health/']) expect(graph).toContain(`location ${path} { return 404; }`);
  for (const path of ['/events', '/revocations', '/health/'])
    expect(login).toContain(`location ${path} { return 404; }`);
  expect(graph).toContain(`client_max_body_size ${limits.bulkBodyBytes / 2 ** 20}m;`);
});

test('what is promised to run on is what the planner has a binary for', () => {
  const binaries = readdirSync('node_modules/@graphql-hive/router-query-planner/dist').filter((name) =>
    name.endsWith('.node'),
  );
  const platforms = binaries.map((name) => name.split('.')[1]).toSorted();
  expect(platforms).toEqual(['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'linux-x64-gnu']);
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain('on Linux with glibc (x64 or arm64; not Alpine, whose libc is musl)');
  expect(readme).toContain('none for Windows');
  // Debian's libc is glibc.
  const bases = [...readFileSync('Dockerfile', 'utf8').matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  expect(new Set(bases)).toEqual(new Set(['node:24-slim']));
});

test('docs/operations.md says of each partitioned table how long its rows stay', async () => {
  const partitioned = new Set<string>();
  for (const [name, features] of Object.entries(featuresOf)) {
    const { pool } = await openDatabaseOf(name, features);
    const { rows } = await pool.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'p' and relnamespace = 'public'::regnamespace`,
    );
    for (const { name: table } of rows) partitioned.add(table);
  }
  const text = readFileSync('docs/operations.md', 'utf8');
  const section = text.slice(text.indexOf('**How long partitions stay.**'), text.indexOf('Rows outside of partitions'));
  const listed = [...section.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
  expect(listed.toSorted()).toEqual([...partitioned].toSorted());
});

test('the server of the archive is that of the compose file, and archives besides', () => {
  const { services } = parse(readFileSync('deploy/archive.compose.yml', 'utf8')) as {
    services: Record<string, { command: string[] }>;
  };
  const settingsOf = (command: readonly string[] = []) =>
    Object.fromEntries(
      command.filter((word) => word.includes('=')).map((word) => word.replace(/^-c/, '').split(/=(.*)/s).slice(0, 2)),
    );
  const archiving = settingsOf(services.postgres?.command);
  const { archive_mode, archive_command, archive_timeout, wal_level, ...others } = archiving;
  expect(others).toEqual(settingsOf(composedService('postgres').command));
  const own = archiveSettings('/archive');
  expect({ wal_level, archive_mode, archive_timeout }).toEqual({
    wal_level: own.wal_level,
    archive_mode: own.archive_mode,
    archive_timeout: own.archive_timeout,
  });
  expect(archive_command).toBe(own.archive_command?.replaceAll("'", ''));
});
