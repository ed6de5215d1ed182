import { expect, test } from 'vitest';
import { openCertificates } from '../../../tests/testkit/certificates.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';

const { ask, issued, registered, revoke } = await openCertificates();
const key = await registered();

const COUNT = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { certificateCount } } }`;
const countsOf = (as: string, scope: string, ids: readonly string[]) =>
  ask<{ _entities: ({ certificateCount: number | null } | null)[] }>(callerOf(as, scope), COUNT, {
    people: ids.map((id) => ({ __typename: 'Participant', id })),
  });

test('a person sees how many valid certificates they hold: a revoked one no longer counts', async () => {
  const { id, participant } = await issued(key);
  expect((await countsOf(participant, 'self', [participant])).data._entities).toEqual([{ certificateCount: 1 }]);
  await revoke(id);
  expect((await countsOf(participant, 'self', [participant])).data._entities).toEqual([{ certificateCount: 0 }]);
});

test('nobody else sees it: neither another person nor an officer, nor by one more id in a list', async () => {
  const { participant } = await issued(key);
  const { participant: other } = await issued(key);
  for (const [as, scope] of [
    [other, 'self'],
    ['officer', 'participant:read enrollment:read'],
  ] as const) {
    const { data, codes } = await countsOf(as, scope, [participant]);
    expect([as, data._entities, codes]).toEqual([as, [{ certificateCount: null }], ['FORBIDDEN']]);
  }
  const { data, statements } = await countsOf(participant, 'self', [participant, other]);
  expect([data._entities.map((each) => each?.certificateCount), statements]).toEqual([[1, null], 1]);
});
