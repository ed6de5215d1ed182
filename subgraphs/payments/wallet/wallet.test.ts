import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { askPayments, callerWith, paymentsDatabase, people, vault } from '../../../tests/testkit/payments.ts';
import { erasureOf } from '../../kit/assembly.ts';
import { anonymous } from '../../kit/caller.ts';
import { eraser } from '../../kit/erasure.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { payments } from '../features.ts';
import { walletPlace } from './wallet.record.ts';

const NUMBER = `query ($people: [_Any!]!, $purpose: AccessPurpose) {
  _entities(representations: $people) { ... on Participant { wallet { maskedNumber number(purpose: $purpose) } } }
}`;
const LOG = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  wallet { accessLog(first: 5) { nodes { readerId fields purpose } } }
} } }`;
const LINK = `insert into wallet (participant_id, partner_code, masked_number, verified_at, sealed_number, number_index)
  values ($1, 'dana', $2, now(), $3, $4)`;

const numberOf = (at: number) => `+628400000${String(at).padStart(4, '0')}`;
const asked = (ids: readonly string[], purpose?: string) => ({
  people: ids.map((id) => ({ __typename: 'Participant', id })),
  ...(purpose && { purpose }),
});

/** So many participants, each with a wallet whose number is sealed. */
const withWallets = async (count: number) => {
  const database = await paymentsDatabase();
  const ids = people(count);
  await database.orm.em.fork().transactional(async (em) => {
    const values = ids.map((id, at) => ({ ...walletPlace(id), value: new Secret('account', numberOf(at)) }));
    const sealed = await vault.seal(em, values);
    for (const [at, id] of ids.entries()) {
      const index = vault.blindIndex('account', numberOf(at));
      await database.query(LINK, [id, `****${numberOf(at).slice(-4)}`, sealed[at], index]);
    }
  });
  return { database, ids };
};

const walletsIn = (data: unknown) =>
  (data as { _entities: { wallet: { number: string } | null }[] })._entities.map(({ wallet }) => wallet);
const officer = callerWith('officer', 'ledger:read', 'identity:read');

test('a wallet’s number is shown to its owner, and the owner sees in the log that they looked', async () => {
  const { database, ids } = await withWallets(1);
  const [siti = ''] = ids;
  const ask = askPayments(database, callerWith(siti, 'self'));
  const { data, codes } = await ask(NUMBER, asked(ids));
  expect([codes, walletsIn(data)]).toEqual([[], [{ maskedNumber: '••••0000', number: numberOf(0) }]]);
  await askPayments(database, officer)(NUMBER, asked(ids, 'AUDIT'));
  const log = await ask(LOG, asked(ids));
  const read = { fields: ['walletNumber'] };
  const nodes = [
    { ...read, readerId: 'officer', purpose: 'AUDIT' },
    { ...read, readerId: siti, purpose: 'SERVICE' },
  ];
  expect(JSON.parse(JSON.stringify(log.data))).toEqual({ _entities: [{ wallet: { accessLog: { nodes } } }] });
});

test('without the scope that names it the number is masked, nothing is opened and nothing is logged', async () => {
  const { database, ids } = await withWallets(1);
  const treasury = await askPayments(database, callerWith('treasury', 'ledger:read'))(NUMBER, asked(ids, 'AUDIT'));
  expect([walletsIn(treasury.data)[0]?.number, treasury.statements]).toEqual(['••••0000', 1]);
  expect(await database.query('select from access_log')).toEqual([]);
});

test('who reads it for another says why, and the log is the owner’s alone', async () => {
  const { database, ids } = await withWallets(2);
  const [siti = '', budi = ''] = ids;
  expect((await askPayments(database, officer)(NUMBER, asked([siti]))).codes).toEqual(['PURPOSE_REQUIRED']);
  expect((await askPayments(database, officer)(LOG, asked([siti]))).codes).toEqual(['FORBIDDEN']);
  expect((await askPayments(database, callerWith(budi, 'self'))(NUMBER, asked([siti]))).codes).toEqual(['FORBIDDEN']);
  expect((await askPayments(database, anonymous)(NUMBER, asked([siti]))).codes).toEqual(['UNAUTHENTICATED']);
});

test('a page of fifty numbers costs as many statements as a page of one', async () => {
  const { database, ids } = await withWallets(50);
  const cost = async (some: string[]) => {
    const { data, statements } = await askPayments(database, officer)(NUMBER, asked(some, 'SUPPORT'));
    expect(walletsIn(data).map((wallet) => wallet?.number)).toEqual(some.map((_, at) => numberOf(at)));
    return statements;
  };
  // The wallets, their sealed numbers, the keys, the access log.
  expect([await cost(ids.slice(0, 1)), await cost(ids)]).toEqual([4, 4]);
});

test('a number that was moved to another person’s wallet opens for neither of them', async () => {
  const { database, ids } = await withWallets(2);
  const [siti = '', budi = ''] = ids;
  const move = `update wallet set sealed_number = (select sealed_number from wallet where participant_id = $1)
    where participant_id = $2`;
  await database.query(move, [siti, budi]);
  const { data, codes } = await askPayments(database, officer)(NUMBER, asked(ids, 'AUDIT'));
  expect(walletsIn(data).map((wallet) => wallet?.number ?? null)).toEqual([numberOf(0), null]);
  expect(codes).toHaveLength(1);
});

test('the erased have no wallet and no key; what they were paid stays under the id', async () => {
  const { database, ids } = await withWallets(3);
  const [siti = '', budi = '', ani = ''] = ids;
  await database.query(
    `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
      select id, 1001, 'INCENTIVE', 1, 600000, 'DUE', now() from unnest($1::uuid[]) as id`,
    [ids],
  );
  const erase = eraser({ vault, erasure: erasureOf(payments) });
  const send = (participants: string[]) => database.orm.em.fork().transactional((em) => erase(em, { participants }));
  const stranger = people(1);
  await Promise.all([send([siti, budi, ...stranger]), send([budi, siti]), send([siti])]);
  const { data } = await askPayments(database, officer)(NUMBER, asked(ids, 'AUDIT'));
  expect(walletsIn(data)).toEqual([null, null, { maskedNumber: '••••0002', number: numberOf(2) }]);
  const keys = 'select subject_id as id from subject_key where wrapped is not null';
  expect(await database.query(keys)).toEqual([{ id: ani }]);
  expect(await database.query('select from disbursement')).toHaveLength(3);
  const seal = database.orm.em
    .fork()
    .transactional((em) => vault.seal(em, [{ ...walletPlace(siti), value: new Secret('account', '123456') }]));
  await expect(seal).rejects.toThrow('was erased');
});

test('no table of payments holds a number, in plain or as bytes, and no error tells one', async () => {
  const { database, ids } = await withWallets(20);
  await askPayments(database, officer)(NUMBER, asked(ids, 'AUDIT'));
  const tables = await database.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const planted = ids.map((_, at) => numberOf(at));
  for (const { relname } of tables) {
    const rows = await database.query<{ text: string }>(`select t::text as text from "${relname}" as t`);
    const dump = rows.map(({ text }) => text).join('\n');
    const found = planted.filter((value) => dump.includes(value) || dump.includes(Buffer.from(value).toString('hex')));
    expect([relname, found]).toEqual([relname, []]);
  }
  await database.query('alter table access_log rename to hidden_log');
  const hidden = await askPayments(database, officer)(NUMBER, asked(ids, 'AUDIT'));
  expect(inspect(hidden, { depth: 9 })).not.toContain('+628400000');
});

test('an officer reads the numbers of so many people a day; the others are null with the reason', async () => {
  const { database, ids } = await withWallets(4);
  const read = async (some: readonly string[]) => {
    const { data, codes } = await askPayments(database, officer, 2)(NUMBER, asked(some, 'AUDIT'));
    return [walletsIn(data).map((wallet) => wallet?.number), codes];
  };
  const quota = 'IDENTITY_QUOTA_REACHED';
  expect(await read(ids.slice(0, 3))).toEqual([[numberOf(0), numberOf(1), null], [quota]]);
  expect(await read(ids.slice(1))).toEqual([
    [numberOf(1), null, null],
    [quota, quota],
  ]);
  const own = await askPayments(database, callerWith(ids[3] ?? '', 'self'), 2)(NUMBER, asked(ids.slice(3)));
  expect(own.codes).toEqual([]);
});
