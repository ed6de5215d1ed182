import { expect, test } from 'vitest';
import {
  askPayments,
  callerWith,
  paymentsDatabase,
  paymentsInbox,
  people,
  requestId,
  testYear,
} from '../../../tests/testkit/payments.ts';
import { anonymous } from '../../kit/caller.ts';
import { commitFunds } from '../budget/index.ts';
import { type EntryKind, type Posting, post } from '../ledger/index.ts';

const FIELDS = `budget unallocated committed available held institutions commission due wallets returned other residual`;
const TRACE = `query ($participant: ID, $wave: Int, $year: Int) {
  rupiahTrace(participant: $participant, wave: $wave, year: $year) { ${FIELDS} }
}`;

const none = {
  unallocated: 0,
  committed: 0,
  available: 0,
  held: 0,
  institutions: 0,
  commission: 0,
  due: 0,
  wallets: 0,
  returned: 0,
  other: 0,
  residual: 0,
};

const setUp = async () => {
  const database = await paymentsDatabase(10_000_000n);
  const announce = await paymentsInbox(database);
  const [siti = '', budi = ''] = people(2);
  let number = 0;
  const book = (kind: EntryKind, lines: readonly [Posting['account'], string | null, number, string?][]) => {
    number += 1;
    const isOfWave = lines.some(([, person]) => person !== null);
    const entry = {
      kind,
      reference: `${kind}:${number}`,
      // A settlement is of many waves.
      waveNumber: isOfWave && kind !== 'SETTLE' ? 1001 : null,
      at: new Date(),
      requestId,
      postings: lines.map(([account, participantId, amount, party]) => ({
        account,
        participantId,
        amount: BigInt(amount),
        ...(party && { party }),
      })),
    };
    return database.orm.em.fork().transactional((em) => post(em, entry));
  };
  const facts = { reference: 'commit:1001', at: new Date(), requestId };
  await database.orm.em
    .fork()
    .transactional((em) => commitFunds(em, { wave: 1001, year: testYear, amount: 5_000_000n, ...facts }));
  await announce({ participants: [siti, budi] });
  const ask = async (variables: object, caller = callerWith('officer', 'ledger:read')) =>
    askPayments(database, caller)(TRACE, { ...variables });
  const trace = async (variables: object) => (await ask(variables)).data?.rupiahTrace;
  return { ...database, siti, budi, book, ask, trace };
};

const liveThrough = async ({ siti, book }: Pick<Awaited<ReturnType<typeof setUp>>, 'siti' | 'book'>) => {
  await book('HOLD', [
    ['TRAINING_BALANCE', siti, -700_000],
    ['TRAINING_HELD', siti, 700_000],
  ]);
  await book('CAPTURE', [
    ['TRAINING_HELD', siti, -700_000],
    ['INSTITUTION_PAYABLE', siti, 630_000, 'lpk'],
    ['COMMISSION', siti, 70_000, 'pijar'],
  ]);
  await book('DUE', [
    ['INCENTIVE_PAYABLE', siti, 1_200_000],
    ['UNALLOCATED', null, -1_200_000],
  ]);
  await book('PAY', [
    ['INCENTIVE_PAYABLE', siti, -600_000],
    ['WALLET_CLEARING', siti, 600_000, 'gopay'],
  ]);
  await book('SETTLE', [
    ['INSTITUTION_PAYABLE', siti, -630_000, 'lpk'],
    ['PAID_OUT', null, 630_000, 'lpk'],
  ]);
  await book('REFUND', [
    ['RECEIVABLE', null, -100_000, 'pijar'],
    ['RETURNED', siti, 100_000],
  ]);
  await book('RETURN', [
    ['TRAINING_BALANCE', siti, -200_000],
    ['RETURNED', siti, 200_000],
  ]);
};

const lived = {
  institutions: 630_000,
  commission: 70_000,
  due: 600_000,
  wallets: 600_000,
  returned: 300_000,
  other: -100_000,
  residual: 0,
};

test('every rupiah of a person, a wave and a year is somewhere', async () => {
  const ledger = await setUp();
  const { siti, budi, trace } = ledger;
  expect(await trace({ participant: siti })).toEqual({ ...none, budget: 1_000_000, available: 1_000_000 });
  await liveThrough(ledger);
  expect(await trace({ participant: siti })).toEqual({ ...none, ...lived, budget: 2_200_000, available: 100_000 });
  expect(await trace({ participant: budi })).toEqual({ ...none, budget: 1_000_000, available: 1_000_000 });
  const wave = { ...none, ...lived, committed: 1_800_000, available: 1_100_000 };
  expect(await trace({ wave: 1001 })).toEqual({ ...wave, budget: 5_000_000, other: -100_000 });
  const year = { ...wave, budget: 10_000_000, unallocated: 5_000_000 };
  expect(await trace({ year: testYear })).toEqual(year);
  for (const unknown of [{ wave: 7 }, { year: 2001 }, { participant: crypto.randomUUID() }, { participant: 'x' }])
    expect(await trace(unknown)).toBeNull();
});

test('an amount that was edited by hand leaves a residual', async () => {
  const ledger = await setUp();
  await liveThrough(ledger);
  await ledger.query(`do $$ begin set local session_replication_role = replica;
    update posting set amount = amount - 1 where account_code = 'WALLET_CLEARING'; end $$`);
  expect(await ledger.trace({ participant: ledger.siti })).toMatchObject({ wallets: 599_999, residual: 1 });
});

test('a person sees their own trace only; a wave and a year are for `ledger:read`; each is one statement', async () => {
  const { siti, budi, ask } = await setUp();
  const own = callerWith(siti, 'self');
  expect(await ask({ participant: siti }, own)).toMatchObject({
    statements: 1,
    data: { rupiahTrace: { residual: 0 } },
  });
  expect(await ask({ participant: budi }, own)).toMatchObject({
    statements: 0,
    data: { rupiahTrace: null },
    codes: [],
  });
  expect((await ask({ wave: 1001 }, own)).codes).toEqual(['FORBIDDEN']);
  expect((await ask({ year: testYear }, own)).codes).toEqual(['FORBIDDEN']);
  expect((await ask({ participant: siti }, callerWith('officer', 'participant:read'))).codes).toEqual(['FORBIDDEN']);
  expect((await ask({ participant: siti }, anonymous)).codes).toEqual(['UNAUTHENTICATED']);
  for (const wrong of [{}, { wave: 1001, year: testYear }])
    expect((await ask(wrong)).codes).toEqual(['BAD_USER_INPUT']);
});
