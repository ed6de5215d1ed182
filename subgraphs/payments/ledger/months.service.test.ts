import { expect, test, vi } from 'vitest';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { paymentsDatabase } from '../../../tests/testkit/payments.ts';
import { createPostingMonths, postingMonths } from './months.service.ts';

test('this month, as Jakarta has it, and the next two get a partition, once', async () => {
  const database = await paymentsDatabase();
  const lastHour = new Date('2032-10-31T17:30:00Z');
  await Promise.all([createPostingMonths(database, lastHour), createPostingMonths(database, lastHour)]);
  const made = `select relname from pg_class where relkind = 'r' and relname between 'posting_2032' and 'posting_2034'
    order by relname`;
  expect(await database.query(made)).toEqual([
    { relname: 'posting_2032_11' },
    { relname: 'posting_2032_12' },
    { relname: 'posting_2033_01' },
  ]);
});

test('a partition that cannot be made is logged and stops nothing', async () => {
  const database = await paymentsDatabase();
  const error = vi.spyOn(silent, 'error');
  await database.query('drop function create_posting_month');
  const work = postingMonths({ database, log: silent, now: () => new Date() });
  work.start();
  await work.stop();
  expect(error).toHaveBeenCalledExactlyOnceWith(expect.anything(), 'no partition of postings was made');
});
