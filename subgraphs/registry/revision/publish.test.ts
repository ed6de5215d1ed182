import { beforeAll, expect, test } from 'vitest';
import { inputOf, banker, kurStatement, officer, ownKeys, openRegistry, signedBy } from '../../../tests/testkit/registry.ts';

let registry: Awaited<ReturnType<typeof openRegistry>>;
beforeAll(async () => {
  registry = await openRegistry();
});

test('a bank publishes, an officer approves, and it is live', async () => {
  const key = await registry.enroll(banker, 'PUBLISHER');
  const statement = kurStatement();
  const { revision, refusal } = await registry.publish(banker, inputOf(key, statement));
  expect([refusal, revision]).toMatchObject([null, { status: 'CHECKED', number: 1 }]);
  const approved = await registry.approve(officer, revision?.id ?? '', signedBy(ownKeys.approver, statement, 'approver'));
  expect(approved).toMatchObject({ refusal: null, revision: { status: 'LIVE' } });
});
