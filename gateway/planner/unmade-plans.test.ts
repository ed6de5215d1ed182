import { createRequire } from 'node:module';
import type { PlanNode } from '@graphql-hive/router-query-planner';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { repairedSupergraph } from '../executor/supergraph-repair.ts';
import { readSupergraph } from '../supergraph.ts';
import { composed } from '../testkit/determined-graph.ts';
import { federationCases } from '../testkit/federation-cases.ts';
import { PlanCensus } from '../testkit/random/plan-census.ts';
import { plansHere } from './plans-here.ts';

const supergraphOf = (name: string) => composed(federationCases[name] ?? {}).sdl;

const planned = async (name: string, text: string) => {
  const planner = await plansHere(repairedSupergraph(supergraphOf(name)));
  return (await planner.plan({ text, operationName: undefined, percentage: 0 })) as PlanNode;
};

const countsIn = (plan: PlanNode) => {
  const census = new PlanCensus();
  census.add(plan);
  return census.counts;
};

test('the planner is the one of which is known what it cannot emit', () => {
  const { version } = createRequire(import.meta.url)('@graphql-hive/router-query-planner/package.json');
  expect(version, 'read its source and this file again before this version is changed').toBe('0.0.38');
});

test('@defer is refused, and in the planner changes nothing', async () => {
  const name = 'simple entity call';
  const query = '{ user { id ... DEFER { age } } }';
  const deferred = query.replace('DEFER', '@defer');
  const plain = query.replace('DEFER', '');
  const messages = validate(readSupergraph(supergraphOf(name)).schema, parse(deferred)).map(({ message }) => message);
  expect(messages).toEqual(['Unknown directive "@defer".']);
  expect(await planned(name, deferred)).toEqual(await planned(name, plain));
});

test('a required field with arguments is a key with an alias, not one that is renamed', async () => {
  const counts = countsIn(await planned('requires with arguments', '{ feed { score author sum } }'));
  expect(counts.get('keys with an alias')).toBeGreaterThan(0);
  expect(counts.get('input KeyRenamer')).toBeUndefined();
});

test('of an interface object the name is set in what is sent, never in what is answered', async () => {
  const plan = await planned(
    'an entity interface',
    '{ accounts { name city friends { name ... on Admin { isMain } } } }',
  );
  const counts = countsIn(plan);
  expect(counts.get('input ValueSetter')).toBeGreaterThan(0);
  expect(counts.get('output ValueSetter')).toBeUndefined();
  expect(new Set(JSON.stringify(plan).match(/"Key":"[^"]*"/g))).toEqual(new Set(['"Key":"__typename"']));
});

test('equal parts of an operation become a fragment, those of keys are written out', async () => {
  const plan = await planned('requires of nested objects', '{ orders { shipping } order { shipping total } }');
  const counts = countsIn(plan);
  expect(JSON.stringify(plan)).toMatch(/fragment \w+ on Order/);
  expect(counts.get('keys that are nested')).toBeGreaterThan(1);
  expect(counts.get('keys with a spread')).toBeUndefined();
});
