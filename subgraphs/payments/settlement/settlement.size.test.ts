import { expect, test } from 'vitest';
import { inheritedEnv } from '../../../scripts/env.ts';
import { checker, maker, openSettlements } from '../../../tests/testkit/settlements.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { SettlementService } from './settlement.service.ts';

/** Purchases of one run: a few thousand, or what the variable says. */
const PURCHASES = Number(inheritedEnv().SETTLED_PURCHASES ?? 2_000);
const PARTIES = 20;
const AT_ONCE = 5_000;

// Purchases of many institutions and one platform, as the service would leave them, by two statements.
const SOLD = `insert into purchase (id, participant_id, status, wave_number, amount, commission, commission_basis_points,
    invoice, course_id, platform_id, institution_id, authorized_at, captured_at)
  select id, id, 'CAPTURED', 4001, 500000 + number, (500000 + number) * 15 / 100, 1500, id::text, id, $2,
    ($3::uuid[])[1 + number % ${PARTIES}], $4, $4
  from (select uuidv7() as id, number from generate_series(1, $1::int) as number) sold`;
const BOOKED = `with entry as (
    insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
    values ('CAPTURE', 'capture:size', 4001, $1, 'size') returning id, posted_on
  )
  insert into posting (entry_id, account_code, participant_id, party, amount, posted_on)
  select entry.id, account, participant_id, party, line.amount, posted_on
  from entry, purchase cross join lateral (values
    ('TRAINING_HELD', null, -amount), ('COMMISSION', platform_id::text, commission),
    ('INSTITUTION_PAYABLE', institution_id::text, amount - commission)) as line (account, party, amount)
  where wave_number = 4001`;

test('a run of many purchases of many parties takes a few statements for each part', async () => {
  const shop = await openSettlements();
  const { query, clock, database } = shop;
  const institutions = Array.from({ length: PARTIES }, () => uuidv7());
  await query(SOLD, [PURCHASES, uuidv7(), institutions, clock.now()]);
  await query(BOOKED, [clock.now()]);
  await query('analyze');
  clock.advance(86_400_000);
  const work = shop.workOf(AT_ONCE);
  const service = new SettlementService({ work: { attend: async () => undefined }, now: clock.now });
  const em = () => database.orm.em.fork();
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, doing: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const done = await doing();
    times[name] = Math.round(performance.now() - began);
    return done;
  };
  const call = { caller: maker, requestId: 'request-0001' };
  const id = await service.create(em(), shop.yesterday(), call);
  await timed('gathered', () => work.tick());
  await timed('approved', () => service.approve(em(), id, { caller: checker }));
  await timed('posted', () => work.tick());
  const [run] = await query(
    `select status, line_count as lines, (select count(*)::int from settlement where run_id = run.id) as parties,
      (select count(*)::int from journal_entry where kind = 'SETTLE') as entries from settlement_run run where id = $1`,
    [id],
  );
  const entries = Math.ceil((2 * PURCHASES) / AT_ONCE);
  expect(run).toEqual({ status: 'DONE', lines: 2 * PURCHASES, parties: PARTIES + 1, entries });
  const [open] = await query(`select coalesce(sum(amount), 0)::int as left from posting
    where account_code in ('INSTITUTION_PAYABLE', 'COMMISSION')`);
  expect(open).toEqual({ left: 0 });
  if (PURCHASES > 10_000) process.stderr.write(`${PURCHASES} purchases: ${JSON.stringify(times)} ms\n`);
}, 300_000);
