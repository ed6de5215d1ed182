import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limits } from '../gateway/limits.ts';
import { composedEnvironment, composedService, filledIn } from './testkit/composed.ts';

const variables = filledIn({
  TOKEN_ISSUER: 'https://login.example',
  CODE_SENDER_URL: 'https://codes.example/send',
  CODE_SENDER_TOKEN: 'token',
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
    expect(server).toContain(`proxy_pass http://127.0.0.1:${inside};`);
    expect(server).toContain('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;');
    expect(server).toContain('listen 443 ssl;');
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
