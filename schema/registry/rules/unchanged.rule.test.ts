import { expect, test } from 'vitest';
import { compose, composeKnown, type Supergraph } from '../composition.ts';
import { contextOf } from '../context.ts';
import { Permits } from '../permits.ts';
import { readPart } from '../sdl/part.ts';
import { cutTo } from '../testkit/cut.ts';
import { checkOfBank, live, withHeader } from '../testkit/live.ts';
import { unchangedRule } from './unchanged.rule.ts';

/** What the SDLs below have to do with: to compose the whole graph with each takes ten times as long. */
const near = cutTo(live, new Set(['Participant', 'Vacancy', 'PageInfo', 'Skill']));
const before = composeKnown(near).supergraph as Supergraph;

/** What this rule alone says of an SDL; undefined where the SDL does not compose. */
const unchanged = async (sdl: string) => {
  const input = checkOfBank(withHeader(sdl), { live: near });
  const { supergraph: after } = compose([...near, input.candidate]);
  if (!after) return undefined;
  const context = contextOf(input, readPart(input.candidate.sdl), new Permits(input.grants, input.now));
  const findings = unchangedRule({ ...context, supergraphs: { before, after }, differences: [] });
  return findings.map(({ code, coordinate, owner }) => `${code} ${coordinate} ${owner}`);
};

test.each([
  [
    'a tag on an entity',
    'type Participant @key(fields: "id") @tag(name: "public") { id: ID! }',
    'CHANGED_FOR_OTHERS Participant pmo',
  ],
  [
    'a field on an entity',
    'type Participant @key(fields: "id") { id: ID! score: Int }',
    'ADDED_FOR_OTHERS Participant.score pmo',
  ],
  [
    '@override',
    'type Vacancy @key(fields: "id") { id: ID! title: String! @override(from: "jobs") }',
    'CHANGED_FOR_OTHERS Vacancy.title jobs',
  ],
  [
    'a nullable shared field',
    'type PageInfo @shareable { hasNextPage: Boolean hasPreviousPage: Boolean! startCursor: String endCursor: String }',
    'CHANGED_FOR_OTHERS PageInfo.hasNextPage pmo',
  ],
  [
    'the price of a shared field',
    'type PageInfo @shareable { hasNextPage: Boolean! @cost(weight: 9) hasPreviousPage: Boolean! startCursor: String endCursor: String }',
    'CHANGED_FOR_OTHERS PageInfo.hasNextPage pmo',
  ],
  [
    'a hidden key',
    'type Query { kurA: Int } type Skill @key(fields: "code") { code: ID! @deprecated(reason: "x") }',
    'CHANGED_FOR_OTHERS Skill.code pmo',
  ],
])('what an SDL does to others is seen in the supergraph: %s', async (_title, sdl, expected) => {
  expect(await unchanged(sdl)).toContain(expected);
});

test('what leaves others as they are is not mentioned', async () => {
  const sdl =
    'type Query { kurLoan: Loan } type Loan { by: Participant paidOn: Date } type Participant @key(fields: "id") { id: ID! } scalar Date';
  expect(await unchanged(sdl)).toEqual([]);
});
