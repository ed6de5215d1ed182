import { expect, onTestFinished, test, vi } from 'vitest';
import { auditDatabase } from '../../../tests/testkit/audit.ts';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { eventually } from '../../../tests/testkit/events.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { startAudit } from './start.ts';

const facts = { caller: callerOf('siti', 'self'), requestId: 'request-0001' };

const start = async () => {
  const database = await auditDatabase();
  const secret = Buffer.alloc(32, 7).toString('base64url');
  const audit = startAudit({ database, secret, log: silent, now: () => new Date() });
  const chained = async () => (await database.query('select from audit_entry')).length;
  const mutate = () => audit.trail.run({ name: 'takeSeat', args: {}, facts }, () => null);
  return { database, audit, chained, mutate };
};

test('an entry is linked within a second', async () => {
  const { audit, chained, mutate } = await start();
  onTestFinished(() => audit.stop());
  await mutate();
  expect(await chained()).toBe(0);
  await eventually(async () => (await chained()) === 1, 1_000);
});

test('stopping links what is left', async () => {
  const { audit, chained, mutate } = await start();
  await mutate();
  await audit.stop();
  expect(await chained()).toBe(1);
});

test('what cannot be linked now is logged and linked later', async () => {
  const { audit, database, chained, mutate } = await start();
  onTestFinished(() => audit.stop());
  const error = vi.spyOn(silent, 'error');
  await database.query('alter table audit_entry rename to away');
  await mutate().catch(() => undefined);
  await database.query(`insert into audit_pending
    values (uuidv7(), now(), 'request-0001', null, null, null, 'takeSeat', sha256('x'), '{}', '{}', 'DONE', null)`);
  await eventually(async () => error.mock.calls.some(([, text]) => text === 'audit entries could not be linked'));
  await database.query('alter table away rename to audit_entry');
  await eventually(async () => (await chained()) === 1);
});
