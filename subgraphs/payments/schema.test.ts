import { expect, test } from 'vitest';
import {
  askPayments,
  callerWith,
  type PaymentsDatabase,
  paymentsDatabase,
  paymentsInbox,
  people,
} from '../../tests/testkit/payments.ts';
import { anonymous } from '../kit/caller.ts';

const PAGE = `query ($people: [_Any!]!, $after: String) {
  _entities(representations: $people) {
    ... on Participant {
      id
      trainingBalance { granted spent held returned available expiresOn wave { number } }
      disbursements(first: 2, after: $after) {
        nodes { instalment entitlement amount status partner { code name kind } participant { id } }
        pageInfo { hasNextPage endCursor }
      }
      wallet { partner { name kind } maskedNumber number(purpose: SUPPORT) verifiedAt }
    }
  }
}`;

const ONE = `query ($id: ID!) { disbursement(id: $id) { id amount wave { number funds { committed } } } }`;

const DISBURSE = `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
  select $1, 1001, 'INCENTIVE', instalment, 600000, 'DUE', now() from generate_series(1, 4) as instalment
  returning id, instalment`;

const reference = (id: string) => ({ __typename: 'Participant', id });

const withPeople = async (count: number) => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const participants = people(count);
  await announce({ participants, time: '2026-11-21T02:00:00Z' });
  for (const id of participants) await database.query(DISBURSE, [id]);
  await database.query(
    `insert into wallet select id, 'gopay', '****1234', '2026-11-01T00:00:00Z' from unnest($1::uuid[]) as id`,
    [participants],
  );
  return { database, participants };
};

const idsOf = ({ query }: PaymentsDatabase, participant: string) =>
  query<{ id: string }>(`select id from disbursement where participant_id = $1 order by id desc`, [participant]);

test('a participant sees their own balance, payouts newest first, and wallet', async () => {
  const { database, participants } = await withPeople(1);
  const [siti = ''] = participants;
  const ask = askPayments(database, callerWith(siti, 'self'));
  const { data, codes } = await ask(PAGE, { people: [reference(siti)] });
  expect(codes).toEqual([]);
  expect(data?._entities).toMatchObject([
    {
      trainingBalance: { granted: 1_000_000, available: 1_000_000, expiresOn: '2026-12-15', wave: { number: 1001 } },
      disbursements: {
        nodes: [
          { instalment: 4, amount: 600_000, status: 'DUE', partner: null, participant: { id: siti } },
          { instalment: 3 },
        ],
        pageInfo: { hasNextPage: true },
      },
      wallet: { partner: { name: 'GoPay', kind: 'E_WALLET' }, maskedNumber: '••••1234', number: '••••1234' },
    },
  ]);
  const [{ disbursements }] = (data?._entities ?? []) as unknown as [
    { disbursements: { pageInfo: { endCursor: string } } },
  ];
  const next = await ask(PAGE, { people: [reference(siti)], after: disbursements.pageInfo.endCursor });
  expect(next.data?._entities).toMatchObject([
    { disbursements: { nodes: [{ instalment: 2 }, { instalment: 1 }], pageInfo: { hasNextPage: false } } },
  ]);
});

test('a page of fifty participants costs as many statements as a page of one', async () => {
  const { database, participants } = await withPeople(50);
  const ask = askPayments(database, callerWith('officer', 'ledger:read'));
  const one = await ask(PAGE, { people: participants.slice(0, 1).map(reference) });
  const fifty = await ask(PAGE, { people: participants.map(reference) });
  expect({ one: one.statements, fifty: fifty.statements }).toEqual({ one: 3, fifty: 3 });
  expect(
    ((fifty.data?._entities ?? []) as { disbursements: { nodes: unknown[] } }[]).map(
      ({ disbursements }) => disbursements.nodes.length,
    ),
  ).toEqual(participants.map(() => 2));
});

test("nobody sees another person's money without `ledger:read`", async () => {
  const { database, participants } = await withPeople(2);
  const [siti = '', budi = ''] = participants;
  const asked = { people: [reference(budi)] };
  for (const caller of [callerWith(siti, 'self'), callerWith('officer', 'participant:read'), callerWith(budi)]) {
    expect(await askPayments(database, caller)(PAGE, asked)).toMatchObject({ codes: ['FORBIDDEN'], statements: 0 });
  }
  expect(await askPayments(database, anonymous)(PAGE, asked)).toMatchObject({
    codes: ['UNAUTHENTICATED'],
    statements: 0,
  });
});

test('a payout is shown to its owner and to `ledger:read`; to others it does not exist', async () => {
  const { database, participants } = await withPeople(2);
  const [siti = '', budi = ''] = participants;
  const [{ id = '' } = {}] = await idsOf(database, siti);
  const found = { disbursement: { id, amount: 600_000, wave: { number: 1001, funds: { committed: 2_000_000 } } } };
  const read = (caller: ReturnType<typeof callerWith>, wanted = id) =>
    askPayments(database, caller)(ONE, { id: wanted });
  expect(await read(callerWith(siti, 'self'))).toMatchObject({ data: found, codes: [] });
  expect(await read(callerWith('treasury', 'ledger:read'))).toMatchObject({ data: found, codes: [] });
  expect(await read(callerWith(budi, 'self'))).toMatchObject({ data: { disbursement: null }, codes: [] });
  expect(await read(callerWith(siti, 'self'), 'no-such-id')).toMatchObject({ data: { disbursement: null }, codes: [] });
  expect((await read(callerWith('officer', 'participant:read'))).codes).toEqual(['FORBIDDEN']);
  expect((await read(anonymous)).codes).toEqual(['UNAUTHENTICATED']);
});

test('a reference to a payout keeps the same rule', async () => {
  const { database, participants } = await withPeople(2);
  const [siti = '', budi = ''] = participants;
  const [{ id } = {}] = await idsOf(database, siti);
  const source = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Disbursement { instalment } } }`;
  const read = (caller: string) =>
    askPayments(database, callerWith(caller, 'self'))(source, { keys: [{ __typename: 'Disbursement', id }] });
  expect((await read(siti)).data).toEqual({ _entities: [{ instalment: 4 }] });
  expect((await read(budi)).data).toEqual({ _entities: [null] });
});

test('anyone sees the funds of a wave; a page of waves is one statement', async () => {
  const { database } = await withPeople(3);
  const source = `query ($waves: [_Any!]!) {
    _entities(representations: $waves) { ... on Wave { number funds { committed paid returned } } }
  }`;
  const waves = [1001, 7].map((number) => ({ __typename: 'Wave', number }));
  expect(await askPayments(database, anonymous)(source, { waves })).toEqual({
    data: {
      _entities: [
        { number: 1001, funds: { committed: 3_000_000, paid: 0, returned: 0 } },
        { number: 7, funds: { committed: 0, paid: 0, returned: 0 } },
      ],
    },
    codes: [],
    statements: 1,
  });
});

test('the database refuses a second payout of an instalment and a second use of a partner reference', async () => {
  const { database, participants } = await withPeople(2);
  await expect(database.query(DISBURSE, [participants[0]])).rejects.toMatchObject({
    constraint: 'disbursement_payout_uq',
  });
  const refer = `update disbursement set partner_reference = 'PRK-1' where instalment = 1`;
  await expect(database.query(refer)).rejects.toMatchObject({ constraint: 'disbursement_partner_reference_uq' });
});
