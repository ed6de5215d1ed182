import { expect, test } from 'vitest';
import { asPlatform, openPurchases, type Seat } from '../../../tests/testkit/purchases.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { countStatements } from '../../kit/statements.ts';

const shop = await openPurchases();
const { query, recipients, seat, buy } = shop;

const buyers = async (count: number, wave: number): Promise<Seat[]> => {
  const seats = (await recipients(count, { wave })).map((participant) => seat(participant));
  expect(new Set(await Promise.all(seats.map((own) => buy(own, asPlatform))))).toEqual(new Set(['HELD']));
  return seats;
};

const STATES = `select count(*)::int as people, purchase.status, balance.held::int, balance.spent::int,
    balance.returned::int, count(excuse.participant_id)::int as excused
  from purchase join training_balance balance using (participant_id) left join revocation_excuse excuse using (participant_id)
  where purchase.id = any($1::uuid[]) group by 2, 3, 4, 5 order by 2, 5`;

const DECIDED = `select decision ->> 'participant' as participant, decision ->> 'outcome' as outcome
  from event_outbox cross join jsonb_array_elements(data -> 'decisions') as decision
  where type = 'payments.revocation.decided' and data ->> 'proposal' = $1 order by event_outbox.id`;

const EXPIRE = `update training_balance set expires_on = current_date - 2 where wave_number = $1`;

test('a cancelled class gives back what each of its people paid, whatever became of it, and tells of each once', async () => {
  const [held, captured, voided, late] = [
    await buyers(6, 4_001),
    await buyers(4, 4_001),
    await buyers(2, 4_001),
    await buyers(3, 4_002),
  ];
  const unpaid = (await recipients(2, { wave: 4_001 })).map((participant) => seat(participant));
  for (const own of captured) await shop.redeemed(own);
  for (const own of voided) await shop.released(own);
  await query(EXPIRE, [4_002]);
  const proposal = uuidv7();
  const at = shop.clock.now().toISOString();
  const asked = held.slice(0, 2).map(({ participant }) => participant);
  await shop.deliver('pmo.revocation.proposed', { proposal, wave: 4_001, at, deadline: at, participants: asked });
  const all = [...held, ...captured, ...voided, ...late, ...unpaid];
  for (const _ of [1, 2]) await shop.cancelled(...all);
  const states = await query(STATES, [all.map(({ enrollment }) => enrollment)]);
  const none = { held: 0, spent: 0, returned: 0 };
  expect(states).toEqual([
    { people: 2, status: 'ENDED', ...none, excused: 0 },
    { people: 4, status: 'REFUNDED', ...none, excused: 4 },
    { people: 8, status: 'VOIDED', ...none, excused: 6 },
    { people: 3, status: 'VOIDED', ...none, returned: 600_000, excused: 3 },
  ]);
  for (const { enrollment } of [...held, ...captured, ...late])
    expect((await shop.toldOf(enrollment)).filter((type) => type === 'payments.purchase.voided')).toHaveLength(1);
  // The provider cancelled: whoever was to lose the award meanwhile keeps it.
  const answers = (outcome: string) => asked.toSorted().map((participant) => ({ participant, outcome }));
  const decided = await query<{ participant: string; outcome: string }>(DECIDED, [proposal]);
  expect(decided.slice(0, 2)).toEqual(answers('HELD'));
  expect(decided.slice(2)).toEqual(answers('USED'));
  expect(await buy(unpaid[0] as Seat)).toBe('SEAT_RELEASED');
  const broken = (await shop.brokenInvariants()).filter((name) => name !== 'nothing was held after the last day');
  expect(broken).toEqual([]);
});

test('a class of forty costs as many statements as one of one', async () => {
  const costs: number[] = [];
  for (const [index, count] of [1, 40].entries()) {
    const seats = await buyers(count, 4_100 + index);
    const tally = { statements: 0 };
    await countStatements(tally, () => shop.cancelled(...seats));
    costs.push(tally.statements);
  }
  expect(costs[1]).toBe(costs[0]);
  expect(await query(`select from purchase where wave_number in (4100, 4101) and status <> 'VOIDED'`)).toEqual([]);
});
