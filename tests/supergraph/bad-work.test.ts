import { expect, inject, test } from 'vitest';
import { badWork } from '../testkit/bad-work.ts';
import { graphClient } from '../testkit/client.ts';
import { idsOf, rowsOf } from '../testkit/people.ts';

const as = graphClient(inject('stack'));
// Nobody else's test acts as this person.
const [person] = (await idsOf('ALUMNI', 60)).slice(59);

const MADE = ['application', 'invitation', 'placement']
  .map((table) => `select from ${table} where participant_id = $1`)
  .join(' union all ');

test('there are more than 40 kinds of bad input', () => {
  expect(badWork.length).toBeGreaterThan(40);
  expect(new Set(badWork.map(([what]) => what)).size).toBe(badWork.length);
});

test.each(badWork)('%s', async (...[, sender, operation, code]) => {
  const client = as(sender, sender === 'participant' ? person : undefined);
  const { data, errors } = await client.query<{ done?: { refusal: { code: string } | null } } | null>(operation);
  const codes = new Set(errors?.map(({ extensions }) => extensions.code) ?? [data?.done?.refusal?.code]);
  expect([...codes]).toEqual([code]);
});

test('nothing came of it', async () => {
  expect(await rowsOf('jobs', MADE, [person])).toEqual([]);
});
