import { parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { plansHere } from '../planner/plans-here.ts';
import { compose } from '../testkit/stack.ts';
import { Planner } from './planner.ts';
import { repairedSupergraph } from './supergraph-repair.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@external",
  "@requires", "@interfaceObject"])`;

const supergraphOf = (sdls: Record<string, string>) =>
  compose(
    Object.fromEntries(
      Object.entries(sdls).map(([name, sdl]) => [name, { sdl: `${link} ${sdl}`, url: 'http://s.test/' }]),
    ),
  );

const moving = supergraphOf({
  a: 'type Query { post: Post } type Post @key(fields: "id") { id: ID! title: String }',
  b: 'type Post @key(fields: "id") { id: ID! title: String @override(from: "a", label: "percent(30)") }',
});

const query = parse('{ post { title } }');

test('a field that moves by a percentage is drawn for each request, one plan for each outcome', async () => {
  const planner = await Planner.open({ supergraph: moving, openPlans: plansHere });
  const plans = new Map<unknown, number>();
  for (let request = 0; request < 1000; request++) {
    const plan = await planner.planFor(query, undefined);
    plans.set(plan, (plans.get(plan) ?? 0) + 1);
  }
  const counts = [...plans.values()].sort((one, other) => one - other);
  expect(counts).toHaveLength(2);
  expect(counts[0]).toBeGreaterThan(200);
  expect(counts[0]).toBeLessThan(400);
});

test('of 100 draws below the percentage all go to the new owner', async () => {
  const planner = await Planner.open({ supergraph: moving, openPlans: plansHere });
  const random = vi.spyOn(Math, 'random');
  const callsAt = async (drawn: number) => {
    random.mockReturnValue(drawn);
    return planner.planFor(query, undefined);
  };
  const low = await callsAt(0.299);
  const high = await callsAt(0.301);
  expect([await callsAt(0), await callsAt(0.999)]).toEqual([low, high]);
  expect(low).not.toBe(high);
  random.mockRestore();
});

test('a plan is kept by its document, and one that fails is not', async () => {
  const planner = await Planner.open({ supergraph: moving, openPlans: plansHere });
  const unknown = parse('{ nothing }');
  await expect(planner.planFor(unknown, undefined)).rejects.toThrow();
  await expect(planner.planFor(unknown, undefined)).rejects.toThrow();
  const plan = await planner.planFor(query, undefined);
  expect(Object.keys(plan)).toEqual(['nodes', 'subscription', 'task']);
});

test('what an interface object requires is marked as external to it', () => {
  const sdl = supergraphOf({
    a: `type Query { node: Node } interface Node @key(fields: "id") { id: ID! name: String }
      type User implements Node @key(fields: "id") { id: ID! name: String }`,
    b: `type Node @key(fields: "id") @interfaceObject { id: ID! name: String @external
      nick: String @requires(fields: "name") }`,
  });
  const node = /interface Node[^}]+}/.exec(repairedSupergraph(sdl))?.[0];
  expect(node).toContain('name: String @join__field(graph: A) @join__field(graph: B, external: true)');
  expect(repairedSupergraph(moving)).toBe(moving);
});
