import { expect, test } from 'vitest';
import { entitiesOf, migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { IncentiveService } from '../../subgraphs/payments/entitlement/incentive.service.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { linkBatch } from '../../subgraphs/payments/ledger/chain.service.ts';
import { verifyJournal } from '../../subgraphs/payments/ledger/verify.service.ts';
import { TraceService } from '../../subgraphs/payments/trace/trace.service.ts';
import { seededDatabases } from '../../tests/testkit/seeded.ts';
import { LATEST } from './moments.ts';

const PEOPLE = 2_000;
const TWO_MINUTES = 120_000;

const openPayments = (url: string) =>
  openDatabase({ url, name: 'tests', entities: entitiesOf(payments), migrations: migrationsOf(payments) });

type Ask = Awaited<ReturnType<typeof seededDatabases>>['ask'];

/** The states of the payouts, and what each of them sums up to. */
const payouts = (ask: Ask) =>
  ask<{ status: string; count: number; sum: string }>(
    'payments',
    'select status, count(*)::int, sum(amount) from disbursement group by 1 order by 1',
  );

const idsOf = async (ask: Ask, text: string) =>
  (await ask<{ id: string | number }>('payments', text)).map(({ id }) => id);

test(
  'seeded money is where the services would have moved it, to the rupiah',
  async () => {
    const { databases, ask, broken, accounts } = await seededDatabases(PEOPLE);
    expect(await broken()).toEqual([]);

    const paid = await payouts(ask);
    const countOf = (status: string) => paid.find((row) => row.status === status)?.count ?? 0;
    const all = paid.reduce((sum, { count }) => sum + count, 0);
    expect(countOf('SETTLED') / all).toBeGreaterThan(0.9);
    for (const status of ['DUE', 'REJECTED', 'RETURNED', 'SUSPECT'])
      expect([status, countOf(status) > 0]).toEqual([status, true]);
    const verified = `select participant_id as id from wallet where state = 'VERIFIED'`;
    expect(accounts.length).toBeGreaterThanOrEqual((await idsOf(ask, verified)).length);

    const database = await openPayments(databases.payments ?? '');
    const traces = new TraceService({ database });
    const waves = (await idsOf(ask, 'select wave_number as id from wave_budget')).map((wave) => ({
      wave: Number(wave),
    }));
    const people = await idsOf(ask, 'select participant_id as id from training_balance order by 1 limit 200');
    const subjects = [...waves, ...people.map((id) => ({ participant: String(id) })), { year: 2021 }, { year: 2026 }];
    for (const subject of subjects)
      expect({ ...subject, residual: (await traces.trace(subject))?.residual }).toEqual({ ...subject, residual: 0n });

    // What the service decides of all that is known of these people is what is there.
    await ask('payments', `update incentive_condition set recheck_at = '-infinity'`);
    expect(await new IncentiveService({ database, now: () => LATEST }).recheck()).toBeGreaterThan(0);
    expect(await payouts(ask)).toEqual(paid);

    const client = await database.pool.connect();
    for (let linked = 1; linked > 0; ) linked = await linkBatch(client, new Date());
    expect((await verifyJournal(client)).broken).toBeNull();
    client.release();
    await database.close();
  },
  TWO_MINUTES,
);
