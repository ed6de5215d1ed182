import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { gatewayEnv } from '../gateway/env.ts';
import { identityEnv } from '../gateway/identity/env.ts';
import { envFile } from '../scripts/graph/secrets.ts';
import { runnerShape } from '../scripts/partner/conformance/env.ts';
import { databasesEnv } from '../scripts/postgres/env.ts';
import { publishOwnEnv } from '../scripts/publish-own.env.ts';
import { services } from '../scripts/services.ts';
import { featuresOf } from '../scripts/subgraphs.ts';
import { environmentsOf } from '../subgraphs/kit/assembly.ts';
import { variablesIn } from '../subgraphs/kit/file-variables.ts';

const environments: z.ZodType[] = [
  gatewayEnv,
  identityEnv,
  databasesEnv,
  publishOwnEnv,
  runnerShape,
  ...Object.values(featuresOf).flatMap(environmentsOf),
];
const inCode = [...new Set(environments.flatMap(variablesIn))];

/** By their names; the others hold secrets beside what is none. */
const SECRET = /(SECRET|PASSWORDS?|_KEYS?|TOKEN|JWKS)$/;
const HOLDERS = [
  'DATABASE_URL',
  'RATE_LIMIT_DATABASE_URL',
  'EVENT_PUBLISHERS',
  'EVENT_SUBSCRIBERS',
  'SUBGRAPHS',
  'PAYMENT_PARTNERS',
  'LIVE_PAYMENT_PARTNERS',
];
const secrets = inCode.filter((name) => SECRET.test(name) || HOLDERS.includes(name));

const document = readFileSync('docs/operations.md', 'utf8');
const section = document.slice(document.indexOf('**Rotating a secret.**'), document.indexOf('## Start, and the first'));
const documented = new Set(
  [...section.matchAll(/^\| (.+?) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([A-Z][A-Z_*]+)`/g)].map(([, name = '']) => name),
  ),
);

test('docs/operations.md says of each secret that a service reads how it is rotated', () => {
  expect(secrets.length).toBeGreaterThan(20);
  expect(secrets.filter((name) => !documented.has(name))).toEqual([]);
});

test('the tests that it names are there', () => {
  const named = [...section.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

/** Secrets without a test of a change: nothing that serves reads them. */
const UNTESTED = ['POSTGRES_PASSWORD'];

const UNDER_LOAD = 'tests/chaos/secrets-rotate.test.ts';

const IMPORTED = /from '(?:\.\.\/)+(?:tests\/)?(testkit\/[\w-]+\.ts)'/g;

/** A test with what it takes from the testkit. */
const textOf = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  const kits = [...text.matchAll(IMPORTED)].map(([, kit]) => `tests/${kit}`).filter((kit) => existsSync(kit));
  return [text, ...kits.map((kit) => readFileSync(kit, 'utf8'))].join('\n');
};

test('each secret has a test that changes it, and what is rotated under load is spoken of there', () => {
  const rows = [...section.matchAll(/^\| (`.+?) \| .+ \| (.+?) \|$/gm)].map(([, names = '', shownBy = '']) => ({
    variables: [...names.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name),
    tests: [...shownBy.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, file = '']) => file),
  }));
  const untested = rows.filter(({ tests }) => tests.length === 0).flatMap(({ variables }) => variables);
  expect(untested.toSorted()).toEqual(UNTESTED.toSorted());
  const load = textOf(UNDER_LOAD);
  const unspoken = rows.filter(
    ({ tests, variables }) =>
      tests.includes(UNDER_LOAD) && !variables.some((name) => new RegExp(`\\b${name}\\b`).test(load)),
  );
  expect(unspoken).toEqual([]);
  expect(rows.filter(({ tests }) => tests.includes(UNDER_LOAD)).length).toBeGreaterThan(8);
});

test('it says so of no variable that is not there', () => {
  const known = new Set([...inCode, 'POSTGRES_PASSWORD']);
  expect([...documented].filter((name) => !known.has(name))).toEqual([]);
});

test('each variable that the command secrets makes is one of these, of a service or of a pair', () => {
  const owners = services.map(({ name }) => name.toUpperCase()).join('|');
  const own = new RegExp(`^(?:${owners}|CONFORMANCE)_(?!SECRET$|KEYS$)`);
  const made = Object.keys(parseEnv(envFile())).filter(
    (name) => !['TOKEN_ISSUER', 'CODE_SENDER_URL', 'CIVIL_REGISTRY_URL'].includes(name),
  );
  const plain = (name: string) => {
    if (/_TO_[A-Z]+_SECRET$/.test(name)) return 'EVENT_PUBLISHERS';
    if (name.endsWith('_DATABASE_PASSWORD')) return 'DATABASE_PASSWORDS';
    return name.replace(own, '');
  };
  expect(made.filter((name) => !documented.has(name) && !documented.has(plain(name)))).toEqual([]);
});
