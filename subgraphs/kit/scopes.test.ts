import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { organizationScopes, scopes, scopesOf } from './scopes.ts';

const known = scopes.map(({ name }) => name);

/** Scopes that guards ask for, in code and in the SDL. */
const used = globSync('subgraphs/*/**/*.ts')
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const inCode = [...text.matchAll(/\.can\(\s*'([^']+)'/g)].map(([, scope]) => scope);
    const lists = [...text.matchAll(/@requiresScopes\(scopes: (\[[^)]*\])\)/g)].map(([, list]) => list ?? '');
    const inSdl = lists.flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map(([, scope]) => scope));
    return [...inCode, ...inSdl].map((scope) => ({ file, scope }));
  });

test('every scope that a guard asks for is listed, so that somebody can hold it', () => {
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter(({ scope }) => !known.includes(scope ?? ''))).toEqual([]);
});

test('a scope is listed once, with a description and at least one holder', () => {
  expect(new Set(known).size).toBe(known.length);
  for (const { description, grantedTo } of scopes) {
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(grantedTo.length).toBeGreaterThan(0);
  }
});

test('no one but a person holds `self`', () => {
  expect(scopesOf('participant')).toEqual(['self']);
  expect(scopes.find(({ name }) => name === 'self')?.grantedTo).toEqual(['participant']);
});

test('what tells an officer from an organisation is granted to no organisation', () => {
  expect([...organizationScopes].sort()).toEqual([
    'alumni:search',
    'application:manage',
    'attendance:record',
    'budget:decide',
    'certificate:issue',
    'client:rotate',
    'course:assess',
    'course:publish',
    'disbursement:settle',
    'enrollment:read',
    'grant:decide',
    'kur:decide',
    'ledger:read',
    'payout:approve',
    'payout:create',
    'reconciliation:decide',
    'subgraph:publish',
    'vacancy:publish',
    'webhook:manage',
  ]);
});
