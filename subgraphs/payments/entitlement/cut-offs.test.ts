import { expect, test } from 'vitest';
import { happeningsOf, openIncentives, owed } from '../../../tests/testkit/incentives.ts';
import { people } from '../../../tests/testkit/payments.ts';

const WAVE = 1001;

test.each([
  ['2022-12-10T16:59:59.999Z', '2022-12-10T16:59:59.999Z', 650_000],
  ['2022-12-10T17:00:00.000Z', '2022-12-10T16:59:59.999Z', 50_000],
  ['2022-12-10T16:59:59.999Z', '2022-12-10T17:00:00.000Z', 600_000],
])('in 2022 who rates at %s and answers the survey at %s is owed %i', async (ratedAt, surveyedAt, payable) => {
  const opened = await openIncentives('2022-11-01T00:00:00Z');
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  await does.attest('2022-11-01T00:00:00.000Z');
  await does.announce('2023', WAVE, '2022-11-01T00:00:00.000Z');
  await does.wallet();
  await does.complete('2022-12-05T16:00:00.000Z');
  await does.certify('2022-12-05T16:00:00.000Z');
  opened.clock.set('2022-12-31T00:00:00Z');
  await does.rate(ratedAt);
  await does.survey(WAVE, 1, surveyedAt);
  expect((await owed(opened, siti)).payable).toBe(payable);
});

test.each([
  ['2022-12-10T16:59:59Z', true, 600_000],
  ['2022-12-10T17:00:00Z', true, 0],
  ['2022-12-01T00:00:00Z', false, 0],
])('in 2022 who links at %s is paid when finished in time (%s): %i', async (linkedAt, isInTime, payable) => {
  const opened = await openIncentives('2022-11-01T00:00:00Z');
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  await does.attest('2022-11-01T00:00:00.000Z');
  await does.announce('2023', WAVE, '2022-11-01T00:00:00.000Z');
  await does.complete('2022-12-05T16:00:00.000Z');
  await does.certify('2022-12-05T16:00:00.000Z');
  await does.rate('2022-12-06T00:00:00.000Z', isInTime);
  opened.clock.set(linkedAt);
  await does.wallet();
  opened.clock.set('2022-12-31T00:00:00Z');
  await does.recheck();
  expect((await owed(opened, siti)).payable).toBe(payable);
});
