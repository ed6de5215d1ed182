import { expect, test } from 'vitest';
import { paymentsDatabase, paymentsEvents, people } from '../../../tests/testkit/payments.ts';
import { createOutbox } from '../../kit/events/outbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { freeze, lift } from '../freeze/freeze.service.ts';
import { eligibilityDecided } from './eligibility.events.ts';
import { EligibilityAnswers } from './eligibility.service.ts';
import { askEligibility, decisionJoin, WITHHELD_BECAUSE } from './index.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-20T03:00:00Z');

interface Request {
  request: string;
  wave: number;
  participants: string[];
}

const open = async () => {
  const database = await paymentsDatabase();
  const { orm, query } = database;
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const send = await paymentsEvents(database);
  let nowMs = START;
  const now = () => new Date(nowMs);
  const answers = new EligibilityAnswers({ database, outbox, log: { error: () => undefined }, now });
  const ask = (participants: readonly string[]) =>
    orm.em
      .fork()
      .transactional((tx) =>
        askEligibility(tx, { wave: 1001, participants }, { outbox, at: now(), requestId: 'request-0001' }),
      );
  const requests = async () =>
    (
      await query<{ data: Request }>(
        `select data from event_outbox where type = 'payments.eligibility.requested' order by id`,
      )
    ).map(({ data }) => data);
  const answer = ({ request, participants }: Request, isEligible = true, decidedMs = nowMs) =>
    send(eligibilityDecided, {
      request,
      decisions: participants.map((participant) => ({
        participant,
        wave: 1001,
        isEligible,
        reasons: isEligible ? [] : ['ON_OFFICIALS_LIST'],
        decidedAt: new Date(decidedMs).toISOString(),
        validUntil: new Date(decidedMs + 24 * HOUR).toISOString(),
      })),
    });
  /** Why each of these people may not be paid; null when a decision allows it. */
  const withheld = async (ids: readonly string[]) => {
    const rows = await query<{ participant_id: string; because: string | null }>(
      `select payout.participant_id, ${WITHHELD_BECAUSE} as because
        from (select unnest($1::uuid[]) as participant_id, 1001 as wave_number) payout ${decisionJoin('payout', '$2')}
        order by 1`,
      [ids, now()],
    );
    return rows.map(({ participant_id, because }) => [participant_id, because]);
  };
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { ...database, answers, ask, requests, answer, withheld, advance };
};

test('2,500 people are asked about by three events, once each, and asked again until each is answered', async () => {
  const { ask, requests, answer, answers, advance, query } = await open();
  const ids = people(2_500);
  const asked = await Promise.all([ask(ids), ask(ids.toReversed())]);
  expect(asked[0] + asked[1]).toBe(2_500);
  const first = await requests();
  expect(first.flatMap(({ participants }) => participants).toSorted()).toEqual(ids.toSorted());
  for (const request of first.slice(1)) await answer(request);
  await answers.tick();
  expect(await requests()).toHaveLength(first.length);
  advance(2 * 60_000);
  await answers.tick();
  const again = (await requests()).slice(first.length);
  expect(again).toEqual([{ ...first[0], at: expect.any(String) }]);
  await answer(again[0] as Request);
  expect(await query('select count(*)::int from eligibility_question')).toEqual([{ count: 0 }]);
  advance(HOUR);
  await answers.tick();
  expect(await requests()).toHaveLength(first.length + 1);
});

test('a decision holds until it expires or the person is frozen, and the one that was decided last counts', async () => {
  const { ask, requests, answer, withheld, advance, orm, query } = await open();
  const [siti = '', budi = ''] = people(2).toSorted();
  await ask([siti, budi]);
  expect(await withheld([siti, budi])).toEqual([
    [siti, 'DECISION_STALE'],
    [budi, 'DECISION_STALE'],
  ]);
  const [request] = (await requests()) as [Request];
  await answer({ ...request, participants: [budi] }, false);
  await answer({ ...request, participants: [siti] });
  // An older answer that arrives late.
  await answer({ ...request, participants: [budi] }, true, START - HOUR);
  expect(await withheld([siti, budi])).toEqual([
    [siti, null],
    [budi, 'INELIGIBLE'],
  ]);
  const say = (how: typeof freeze, version: number) =>
    orm.em
      .fork()
      .transactional((em) =>
        how(em, { list: 'STATE_OFFICIALS', version, at: `2026-11-2${version}T00:00:00Z`, participants: [siti] }),
      );
  await say(freeze, 1);
  expect(await withheld([siti])).toEqual([[siti, 'FROZEN']]);
  await say(lift, 2);
  expect(await withheld([siti])).toEqual([[siti, null]]);
  // A decision on another wave says nothing of this one.
  await query('update eligibility_decision set wave_number = 1002 where participant_id = $1', [siti]);
  expect(await withheld([siti])).toEqual([[siti, 'DECISION_STALE']]);
  await query('update eligibility_decision set wave_number = 1001');
  advance(24 * HOUR);
  expect((await withheld([siti, budi])).map(([, because]) => because)).toEqual(['DECISION_STALE', 'DECISION_STALE']);
  expect(await ask([siti])).toBe(1);
});

test('an answer to another request leaves the question open', async () => {
  const { ask, requests, answer, query } = await open();
  const [siti = ''] = people(1);
  await ask([siti]);
  const [request] = (await requests()) as [Request];
  await answer({ ...request, request: uuidv7() });
  expect(await query('select count(*)::int from eligibility_question')).toEqual([{ count: 1 }]);
  await answer(request);
  expect(await query('select count(*)::int from eligibility_question')).toEqual([{ count: 0 }]);
});
