import { expect, test } from 'vitest';
import { memberOf, openReceiver, openWebhooks, paidSeat, type ReceivedEvent } from '../../../tests/testkit/webhooks.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openWebhooks();
const { clock, call, register, tell, run, newOrganization } = pmo;
const HOUR_MS = 3_600_000;

const sequencesOf = (got: readonly ReceivedEvent[]) => got.map(({ sequence }) => sequence);

test('events come once more by time and type, and by id, also to a webhook that is newer than they are', async () => {
  const organization = await newOrganization();
  const first = await openReceiver();
  await register(organization, first.url);
  await tell(paidSeat(organization));
  await run();
  clock.advance(HOUR_MS);
  const from = clock.now();
  const course = uuidv7();
  const rated = {
    organization,
    type: 'course.rated',
    subject: course,
    data: { course, stars: 4 },
  } as const;
  await tell(...Array.from({ length: 70 }, (_, index) => (index === 30 ? rated : paidSeat(organization))));
  await run();
  clock.advance(HOUR_MS);
  const to = clock.now();
  await tell(paidSeat(organization));
  await run();
  const second = await openReceiver();
  const { id } = await register(organization, second.url, ['test.sent']);
  await call('replayEvents', organization, { id, input: { from, to } });
  await run();
  expect(sequencesOf(second.got)).toEqual(Array.from({ length: 70 }, (_, index) => index + 2));
  expect(second.got.map(({ body }) => body)).toEqual(first.got.slice(1, 71).map(({ body }) => body));
  second.got.length = 0;
  await call('replayEvents', organization, { id, input: { from, to, types: ['course.rated'] } });
  await call('replayEvents', organization, { id, input: { ids: [first.got[3]?.id, first.got[0]?.id, uuidv7()] } });
  await run();
  expect(sequencesOf(second.got)).toEqual([32, 1, 4]);
  expect(first.got).toHaveLength(72);
  const source = 'query ($id: ID!) { webhook(id: $id) { replays { firstSequence lastSequence position endedAt } } }';
  type Answer = { webhook: { replays: { firstSequence: number; position: number; endedAt: string | null }[] } };
  const { replays } = (await pmo.ask<Answer>(memberOf(organization), source, { id })).data.webhook;
  expect(replays.map(({ firstSequence, position }) => [firstSequence, position])).toEqual([
    [1, 4],
    [32, 32],
    [2, 71],
  ]);
  expect(replays.every(({ endedAt }) => endedAt !== null)).toBe(true);
});

test.each([
  ['REPLAY_MALFORMED', {}],
  ['REPLAY_MALFORMED', { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  ['REPLAY_MALFORMED', { ids: [uuidv7()], types: ['seat.paid'] }],
  ['REPLAY_MALFORMED', { ids: ['1'] }],
  ['REPLAY_EMPTY', { ids: [uuidv7()] }],
  ['REPLAY_EMPTY', { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }],
])('a replay of nothing that can be meant is %s', async (code, input) => {
  const organization = await newOrganization();
  const { id } = await register(organization, 'http://127.0.0.1:9000/');
  expect((await call('replayEvents', organization, { id, input })).refusal?.code).toBe(code);
});
