import { expect, test } from 'vitest';
import { lastDays } from '../../../tests/testkit/last-days.ts';
import { paymentsDatabase, paymentsEvents, people, requestId } from '../../../tests/testkit/payments.ts';
import { postBudgets } from '../ledger/budget.service.ts';
import { recipientsAnnounced } from './grant.events.ts';

test('balances end on the day that pmo reckons from the announcement, whenever its events were written and came', async () => {
  const database = await paymentsDatabase();
  await database.orm.em.fork().transactional((em) => postBudgets(em, requestId));
  const send = await paymentsEvents(database);
  const instalments = { amount: 600_000, instalments: 1 };
  const terms = { trainingBalance: 1_000_000, incentive: instalments, survey: instalments };
  for (const [index, [at]] of lastDays.entries()) {
    const data = { wave: 1_001 + index, ...terms, at };
    // The last chunk of an announcement that goes on past midnight comes first.
    const later = new Date(Date.parse(at) + 40_000_000).toISOString();
    for (const time of [later, at])
      expect(await send(recipientsAnnounced, { ...data, participants: people(2) }, { time })).toBe(204);
  }
  const found = await database.query(
    `select expires_on::text as day, count(*)::int as people from training_balance group by wave_number, 1 order by wave_number`,
  );
  expect(found).toEqual(lastDays.map(([, day]) => ({ day, people: 4 })));
});
