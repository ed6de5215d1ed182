import { expect, test } from 'vitest';
import { asInstitution, courseAt, openSelling } from '../../../tests/testkit/selling.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { Refusal } from '../../kit/refusal.ts';

const { services, database, deliver, toldOf, brokenInvariants, clock } = await openSelling();
const { pool, orm } = database;

interface Purchase {
  id: string;
  participant: string;
  schedule: string;
}

// A class of one seat for each person, who holds it.
const HOLD = `with wanted as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as wanted (id, participant_id, schedule_id)
  ),
  class as (
    insert into schedule (id, course_id, mode, instructor, seats, seats_taken, starts_at, ends_at)
    select schedule_id, $4, 'ONLINE', 'Sri', 1, 1, now() + interval '1 day', now() + interval '26 hours' from wanted
    returning id, starts_at, ends_at
  ),
  held as (
    insert into session (schedule_id, number, starts_at, ends_at) select id, 1, starts_at, ends_at from class
  ),
  claim as (
    insert into open_course (participant_id, enrollment_id, opened_at) select participant_id, id, now() from wanted
  )
  insert into enrollment (id, participant_id, schedule_id, course_id, status, price, reserved_at, hold_until)
    select id, participant_id, schedule_id, $4, 'RESERVED', 500000, now(), now() + interval '15 minutes' from wanted`;

const holds = async (count: number): Promise<Purchase[]> => {
  const purchases = Array.from({ length: count }, () => ({ id: uuidv7(), participant: uuidv7(), schedule: uuidv7() }));
  const valuesOf = (name: keyof Purchase) => purchases.map((each) => each[name]);
  await pool.query(HOLD, [valuesOf('id'), valuesOf('participant'), valuesOf('schedule'), courseAt(0)]);
  return purchases;
};

const payload = ({ id, participant }: Purchase) => ({ enrollment: id, participant, at: clock.now().toISOString() });

/** Runs a mutation's use case; a refusal is an answer like any other. */
const attempt = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
};

const requestId = 'request-0001';
const em = () => orm.em.fork();

const steps = {
  authorized: (purchase: Purchase) =>
    deliver('payments.purchase.authorized', { ...payload(purchase), amount: 500_000 }),
  released: ({ id, participant }: Purchase) =>
    attempt(() => services.ends.giveBack(em(), id, { caller: callerOf(participant, 'self'), requestId })),
  voidRequested: (purchase: Purchase) => deliver('payments.void.requested', payload(purchase)),
  classCancelled: ({ schedule: id }: Purchase) =>
    attempt(() =>
      services.ends.cancelClass(em(), { id, reason: 'Pengajar sakit.' }, { caller: asInstitution, requestId }),
    ),
  expired: async ({ id }: Purchase) => {
    await pool.query(`update enrollment set hold_until = now() - interval '1 hour' where id = $1`, [id]);
    await services.ends.expire();
  },
  redeemed: ({ id, participant }: Purchase) =>
    attempt(async () => {
      const code = await services.vouchers.issue(em(), id, callerOf(participant, 'self'));
      await services.vouchers.redeem(em(), code, { caller: asInstitution, requestId });
    }),
};

type Step = keyof typeof steps;

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

const take = async (purchase: Purchase, order: readonly Step[]) => {
  for (const step of order) await steps[step](purchase);
};

const ENDS = `select enrollment.id, enrollment.status, release_reason as reason, seats_taken as seats,
      (select count(*)::int from open_course where enrollment_id = enrollment.id) as claims,
      coalesce(told.reasons, '{}') as reasons, coalesce(told.is_kept, false) as "isKept"
    from enrollment join schedule on schedule.id = schedule_id left join (
      select data ->> 'enrollment' as id, bool_or(type = 'training.voucher.redeemed') as is_kept,
          array_agg(distinct data ->> 'reason') filter (where type = 'training.seat.released') as reasons
        from event_outbox group by 1
    ) as told on told.id = enrollment.id::text
    where enrollment.id = any ($1::uuid[])`;

interface End {
  id: string;
  status: string;
  reason: string | null;
  seats: number;
  claims: number;
  /** The reasons that were told: `payments` refunds what is released. */
  reasons: string[];
  isKept: boolean;
}

/** What has become of purchases, in their order: here, and in the eyes of `payments`. */
const endsOf = async (purchases: readonly Purchase[]): Promise<End[]> => {
  const { rows } = await pool.query<End>(ENDS, [purchases.map(({ id }) => id)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return purchases.map(({ id }) => byId.get(id) as End);
};

/** One reason for ever, by which the seat and the person are free; or neither is. */
const expectOneEnd = (end: End, order: readonly Step[]) => {
  const isFree = end.reason !== null;
  const [seats, claims] = isFree ? [0, 0] : [1, 1];
  expect({ order, ...end }).toEqual({ order, ...end, reasons: isFree ? [end.reason] : [], seats, claims });
  // Only a class that is cancelled takes back what the voucher was used for.
  if (end.isKept && isFree) expect(end.reason).toBe('CLASS_CANCELLED');
};

const orders = permutations(Object.keys(steps) as Step[]);

/** Runs each order on a purchase of its own, some at the same time. */
const takeAll = async (purchases: readonly Purchase[], each: readonly (readonly Step[])[]) => {
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < each.length; at = next++) await take(purchases[at] as Purchase, each[at] as Step[]);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
};

const BUSY_MS = 360_000;

test(
  'in each of the 720 orders of what can happen to a held seat there is one end',
  async () => {
    const purchases = await holds(orders.length);
    await takeAll(purchases, orders);
    const ends = await endsOf(purchases);
    for (const [index, end] of ends.entries()) expectOneEnd(end, orders[index] as Step[]);
    const counts = [...Map.groupBy(ends, ({ status }) => status)].map(([status, all]) => [status, all.length]);
    // None stays REDEEMED: in every order the class is cancelled at some time.
    expect(Object.fromEntries(counts.toSorted())).toMatchInlineSnapshot(`
    {
      "CANCELLED": 236,
      "EXPIRED": 144,
      "RELEASED": 144,
      "VOIDED": 196,
    }
  `);
    expect(await brokenInvariants()).toEqual([]);
  },
  BUSY_MS,
);

test(
  'what is repeated, in whatever order, changes no end',
  async () => {
    const some = orders.filter((_, index) => index % 6 === 0);
    const purchases = await holds(some.length);
    await takeAll(purchases, some);
    const before = await endsOf(purchases);
    await takeAll(
      purchases,
      some.map((order) => order.toReversed()),
    );
    expect(await endsOf(purchases)).toEqual(before);
  },
  BUSY_MS,
);

test('everything at once, on each of 40 seats, has one end too', async () => {
  const purchases = await holds(40);
  await Promise.all(purchases.flatMap((purchase) => Object.values(steps).map((step) => step(purchase))));
  for (const end of await endsOf(purchases)) expectOneEnd(end, []);
  expect(await brokenInvariants()).toEqual([]);
});

test('a void that comes before its authorisation ends as one that comes after it', async () => {
  const [before, after] = (await holds(2)) as [Purchase, Purchase];
  await take(before, ['voidRequested', 'authorized']);
  await take(after, ['authorized', 'voidRequested']);
  const [one, other] = (await endsOf([before, after])) as [End, End];
  expect({ ...one, id: '' }).toEqual({ ...other, id: '' });
  expect(one.status).toBe('VOIDED');
});

test('a void that is asked for again is answered as the first time', async () => {
  const [used, voided] = (await holds(2)) as [Purchase, Purchase];
  await take(used, ['authorized', 'redeemed', 'voidRequested', 'voidRequested']);
  expect((await toldOf(used.id)).map(({ type }) => type)).toEqual(Array(3).fill('training.voucher.redeemed'));
  await take(voided, ['authorized', 'voidRequested', 'voidRequested', 'redeemed']);
  expect(await toldOf(voided.id)).toEqual(Array(2).fill({ type: 'training.seat.released', reason: 'VOIDED' }));
});

test('a purchase that payments has voided by itself ends here, in either order with its release', async () => {
  const [purchase] = (await holds(1)) as [Purchase];
  await take(purchase, ['authorized']);
  await deliver('payments.purchase.voided', payload(purchase));
  await take(purchase, ['voidRequested', 'redeemed']);
  expect(await endsOf([purchase])).toMatchObject([{ status: 'VOIDED', reasons: ['VOIDED'], seats: 0, claims: 0 }]);
});
