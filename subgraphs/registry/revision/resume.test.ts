import { expect, test } from 'vitest';
import { movableClock } from '../../../tests/testkit/clock.ts';
import {
  banker,
  inputOf,
  kurStatement,
  officer,
  openRegistry,
  ownKeys,
  signedBy,
  smallSdl,
} from '../../../tests/testkit/registry.ts';
import { LEFT_AFTER_MS } from './approval.service.ts';
import type { JudgeService } from './judge.service.ts';

const clock = movableClock();
const registry = await openRegistry({ now: clock.now });
const { judge, approvals } = registry.services;

const statusOf = async (subgraph: string) =>
  (await registry.database.pool.query(`select status from subgraph_revision where subgraph = $1`, [subgraph])).rows;

/** The process ends where it would go on to judge: nothing after that point happens. */
const endBeforeJudging = async (work: () => Promise<unknown>) => {
  const judging = judge as { verdictOn: JudgeService['verdictOn'] };
  judging.verdictOn = () => Promise.reject(new Error('killed'));
  try {
    await expect(work()).rejects.toThrow('killed');
  } finally {
    delete (judging as Partial<typeof judging>).verdictOn;
  }
};

test('a publish that was killed between its steps is taken up where it stood', async () => {
  const key = await registry.enroll(banker, 'PUBLISHER');
  const statement = kurStatement();
  const input = inputOf(key, statement);
  await endBeforeJudging(() => registry.publish(banker, input, 'a-key-of-mine'));
  expect(await statusOf('kur')).toEqual([{ status: 'PROPOSED' }]);
  // Not at once: another process may be at work.
  await approvals.resume(LEFT_AFTER_MS);
  expect(await statusOf('kur')).toEqual([{ status: 'PROPOSED' }]);
  clock.advance(60_000);
  await approvals.resume(LEFT_AFTER_MS);
  expect(await statusOf('kur')).toEqual([{ status: 'CHECKED' }]);
  const { revision } = await registry.publish(banker, input, 'a-key-of-mine');
  expect(revision).toMatchObject({ number: 1, status: 'CHECKED' });
  const id = revision?.id ?? '';
  const signed = signedBy(ownKeys.approver, statement, 'approver');
  await endBeforeJudging(() => registry.approve(officer, id, signed));
  expect(await statusOf('kur')).toEqual([{ status: 'APPROVED' }]);
  clock.advance(60_000);
  await Promise.all([approvals.resume(LEFT_AFTER_MS), approvals.resume(LEFT_AFTER_MS)]);
  expect(await statusOf('kur')).toEqual([{ status: 'LIVE' }]);
  const { rows } = await registry.database.pool.query('select count(*)::int as releases from release');
  expect(rows).toEqual([{ releases: 2 }]);
});

const noteSdl = (name: string) =>
  `${smallSdl(name).replace(': Int', ': CreditNote')}
"A note."
type CreditNote {
  "What it says."
  text: String
}
`;

test('what is approved is checked against what went live since it was published', async () => {
  const key = await registry.enroll(banker, 'PUBLISHER');
  const one = kurStatement({ subgraph: 'satu', sdl: noteSdl('satu') });
  const other = kurStatement({ subgraph: 'dua', sdl: noteSdl('dua'), address: 'https://dua.example/graphql' });
  const [first, second] = [
    await registry.publish(banker, inputOf(key, one)),
    await registry.publish(banker, inputOf(key, other)),
  ];
  expect([first.revision, second.revision]).toMatchObject([{ status: 'CHECKED' }, { status: 'CHECKED' }]);
  await registry.approve(officer, first.revision?.id ?? '', signedBy(ownKeys.approver, one, 'approver'));
  const late = await registry.approve(
    officer,
    second.revision?.id ?? '',
    signedBy(ownKeys.approver, other, 'approver'),
  );
  expect(late).toMatchObject({ refusal: null, revision: { status: 'REFUSED' } });
  expect(late.revision?.findings).not.toEqual([]);
  expect([await statusOf('satu'), await statusOf('dua')]).toEqual([[{ status: 'LIVE' }], [{ status: 'REFUSED' }]]);
});
