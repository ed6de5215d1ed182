import { expect, test } from 'vitest';
import {
  expectKept,
  happeningsOf,
  LINK,
  openIncentives,
  owed,
  proofOf,
  VERIFY,
} from '../../../tests/testkit/incentives.ts';
import { callerWith, people } from '../../../tests/testkit/payments.ts';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { identityAttested } from './wallet.events.ts';

const START = '2026-03-01T00:00:00Z';
const DAY_MS = 86_400_000;
const NUMBER = '+6284111111111';
const OTHER = '+6284222222222';

const open = async () => {
  const opened = await openIncentives(START);
  const { ask, send, clock, accounts, query } = opened;
  let keys = 0;
  const link = async (person: string | Caller, number: string, { partner = 'dana', key = '' } = {}) => {
    const caller = typeof person === 'string' ? callerWith(person, 'self') : person;
    keys += 1;
    const { data } = await ask(caller, LINK, { partner, number, key: key || `key-${keys}-of-the-test` });
    const { wallet, refusal } = data.linkWallet;
    return refusal?.code ?? `${wallet.state} ${wallet.reason}`;
  };
  const verify = async (person: string | Caller) => {
    const caller = typeof person === 'string' ? callerWith(person, 'self') : person;
    const { data } = await ask(caller, VERIFY);
    const { wallet, refusal } = data.verifyWallet;
    return refusal?.code ?? `${wallet.state} ${wallet.reason}`;
  };
  const attest = (person: string, proof = proofOf(person)) =>
    send(identityAttested, { attestations: [{ participant: person, nikProof: proof }], at: clock.now().toISOString() });
  const shown = async (person: string) => {
    const source = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
      wallet { maskedNumber state reason usableFrom } } } }`;
    const given = { people: [{ __typename: 'Participant', id: person }] };
    return (await ask(callerWith('treasury', 'ledger:read'), source, given)).data._entities[0].wallet;
  };
  const later = (ms: number) => clock.set(new Date(clock.now().getTime() + ms));
  const knows = (number: string, person: string) => accounts.set(number, { isActive: true, nikProof: proofOf(person) });
  const states = async () =>
    (await query<{ state: string }>('select state from wallet order by state')).map((row) => row.state);
  return { ...opened, link, verify, attest, shown, later, knows, states };
};

test('an account is linked, verified by the NIK that pmo attests, and shown masked with its state and reason', async () => {
  const { link, verify, attest, shown, knows, query, asked } = await open();
  const [siti = ''] = people(1);
  knows(NUMBER, siti);
  expect(await verify(siti)).toBe('WALLET_MISSING');
  expect(await link(siti, '0841 1111 1111')).toBe('LINKED NOT_CHECKED');
  const requested = `select data from event_outbox where type = 'payments.attestation.requested'`;
  expect(await query(requested)).toEqual([{ data: { participants: [siti] } }]);
  expect(await verify(siti)).toBe('NIK_UNATTESTED');
  expect(asked).toEqual([`dana ${NUMBER}`]);
  await attest(siti);
  expect(await shown(siti)).toEqual({ maskedNumber: '••••1111', state: 'VERIFIED', reason: null, usableFrom: null });
  expect(await verify(siti)).toBe('VERIFIED null');
});

test('while the key of the proofs is rotated, what partners say under either is the same', async () => {
  const { link, verify, knows, accounts, send, clock } = await open();
  const [siti = ''] = people(1);
  const under = (key: string) => Buffer.alloc(32, `${key} ${siti}`).toString('base64url');
  const attest = (...keys: string[]) => {
    const attestations = keys.map((key) => ({ participant: siti, nikProof: under(key) }));
    clock.set(new Date(clock.now().getTime() + 1));
    return send(identityAttested, { attestations, at: clock.now().toISOString() });
  };
  knows(NUMBER, siti);
  accounts.set(NUMBER, { isActive: true, nikProof: under('old') });
  await link(siti, NUMBER);
  await attest('old');
  expect(await verify(siti)).toBe('VERIFIED null');
  // First both, then the partner's, in either order, then the old one is gone.
  for (const keys of [['old', 'fresh'] as const, ['fresh', 'old'] as const]) {
    await attest(...keys);
    for (const key of keys) {
      accounts.set(NUMBER, { isActive: true, nikProof: under(key) });
      expect([key, await verify(siti)]).toEqual([key, 'VERIFIED null']);
    }
  }
  accounts.set(NUMBER, { isActive: true, nikProof: under('fresh') });
  await verify(siti);
  await attest('fresh');
  expect(await verify(siti)).toBe('VERIFIED null');
  accounts.set(NUMBER, { isActive: true, nikProof: under('old') });
  expect(await verify(siti)).toBe('NIK_MISMATCH');
});

test.each([
  ['dana', '12345', 'NUMBER_MALFORMED'],
  ['dana', '1234567890', 'NUMBER_MALFORMED'],
  ['dana', '+60123456789', 'NUMBER_MALFORMED'],
  ['bni', '081234567890', 'NUMBER_MALFORMED'],
  ['bni', '123456789', 'NUMBER_MALFORMED'],
  ['bca', '12345678901', 'NUMBER_MALFORMED'],
  ['bca', `${'1'.repeat(1_000)}`, 'NUMBER_MALFORMED'],
  ['bca', '', 'NUMBER_MALFORMED'],
  ['jago', '1234567890', 'PARTNER_UNKNOWN'],
  ['DANA', NUMBER, 'PARTNER_UNKNOWN'],
  ['bca', '123-456-7890', 'LINKED NOT_CHECKED'],
  ['bni', '0123 456 789', 'LINKED NOT_CHECKED'],
  ['ovo', '0841 1111 1111', 'LINKED NOT_CHECKED'],
])('at %s the number %s is %s', async (partner, number, outcome) => {
  const { link, states } = await open();
  expect(await link(people(1)[0] ?? '', number, { partner })).toBe(outcome);
  expect(await states()).toHaveLength(outcome.startsWith('LINKED') ? 1 : 0);
});

test('nobody links or verifies for another, nor without `self`', async () => {
  const { link, verify } = await open();
  const [siti = ''] = people(1);
  for (const caller of [
    anonymous,
    callerWith('officer', 'ledger:read'),
    callerWith(siti),
    callerWith('client', 'self'),
  ]) {
    expect([await link(caller, NUMBER), await verify(caller)]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  }
});

test('a call under one key is done once, and another content under it is refused', async () => {
  const { link, query } = await open();
  const [siti = ''] = people(1);
  const key = 'the-same-key';
  expect(await link(siti, NUMBER, { key })).toBe('LINKED NOT_CHECKED');
  expect(await link(siti, NUMBER, { key })).toBe('LINKED NOT_CHECKED');
  expect(await link(siti, OTHER, { key })).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await query('select masked_number from wallet')).toEqual([{ masked_number: '****1111' }]);
});

test('one account serves one participant, for ever, and whose it is is not told', async () => {
  const { link, verify, attest, knows, later, ask } = await open();
  const [siti = '', budi = ''] = people(2);
  knows(NUMBER, siti);
  knows(OTHER, siti);
  await attest(siti);
  await link(siti, NUMBER);
  await verify(siti);
  expect(await link(budi, NUMBER)).toBe('WALLET_OF_ANOTHER');
  later(8 * DAY_MS);
  await link(siti, OTHER);
  await verify(siti);
  const { data } = await ask(callerWith(budi, 'self'), LINK, { partner: 'dana', number: NUMBER, key: 'once-more' });
  expect(data.linkWallet.refusal.code).toBe('WALLET_OF_ANOTHER');
  expect(JSON.stringify(data)).not.toContain(siti);
  // At another partner it is another account.
  expect(await link(budi, NUMBER, { partner: 'ovo' })).toBe('LINKED NOT_CHECKED');
});

test('who links an account that is not theirs stops nobody: it is its owner’s who verifies it', async () => {
  const { link, verify, attest, knows } = await open();
  const [siti = '', thief = ''] = people(2);
  knows(NUMBER, siti);
  await Promise.all([attest(siti), attest(thief)]);
  expect(await link(thief, NUMBER)).toBe('LINKED NOT_CHECKED');
  expect(await verify(thief)).toBe('NIK_MISMATCH');
  expect(await link(siti, NUMBER)).toBe('LINKED NOT_CHECKED');
  expect(await verify(siti)).toBe('VERIFIED null');
});

test('twenty people whom a partner gives one NIK verify one account at once: one of them does', async () => {
  const { link, verify, attest, accounts, query } = await open();
  const persons = people(20);
  const proof = Buffer.alloc(32, 'same').toString('base64url');
  accounts.set(NUMBER, { isActive: true, nikProof: proof });
  for (const person of persons) {
    await attest(person, proof);
    await link(person, NUMBER);
  }
  const outcomes = await Promise.all(persons.map(verify));
  expect(outcomes.filter((outcome) => outcome === 'VERIFIED null')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['VERIFIED null', 'NIK_MISMATCH']));
  expect(await query('select from account_claim')).toHaveLength(1);
  await expectKept({ query });
  const forced = `update wallet set is_nik_different = false, verified_at = now() where state = 'MISMATCH'`;
  await expect(query(forced)).rejects.toMatchObject({ constraint: 'wallet_number_uq' });
});

test('after a change nothing is paid for seven days and nothing is changed; a mismatch is mended at once', async () => {
  const { link, verify, attest, knows, shown, later, clock } = await open();
  const [siti = ''] = people(1);
  knows(NUMBER, siti);
  knows(OTHER, siti);
  await attest(siti);
  await link(siti, NUMBER);
  await verify(siti);
  expect((await shown(siti)).reason).toBe(null);
  later(DAY_MS);
  const usableFrom = new Date(clock.now().getTime() + 7 * DAY_MS).toISOString();
  expect(await link(siti, OTHER)).toBe('LINKED NOT_CHECKED');
  expect(await verify(siti)).toBe('VERIFIED COOLING');
  expect(await shown(siti)).toMatchObject({ state: 'VERIFIED', reason: 'COOLING', usableFrom });
  later(7 * DAY_MS - 1);
  expect(await link(siti, NUMBER)).toBe('WALLET_COOLING');
  later(1);
  expect(await shown(siti)).toMatchObject({ reason: null });
  expect(await link(siti, '+6284333333333')).toBe('LINKED NOT_CHECKED');
  expect(await verify(siti)).toBe('WALLET_INACTIVE');
  // Within the seven days, since it cannot be paid; they are not counted anew.
  later(DAY_MS);
  expect(await link(siti, OTHER)).toBe('LINKED NOT_CHECKED');
  expect(await verify(siti)).toBe('VERIFIED COOLING');
});

test('what is due waits for a wallet with the person’s own NIK, and is released when that is mended', async () => {
  const opened = await open();
  const { link, verify, attest, knows, accounts, clock, states } = opened;
  const [siti = '', budi = ''] = people(2);
  const does = happeningsOf(opened, siti);
  await attest(siti);
  knows(NUMBER, budi);
  await does.announce('2023', 1001, '2026-03-01T00:00:00.000Z');
  await link(siti, NUMBER);
  expect(await verify(siti)).toBe('NIK_MISMATCH');
  clock.set('2026-04-01T00:00:00Z');
  await does.complete('2026-03-20T00:00:00.000Z');
  await does.certify('2026-03-20T00:00:00.000Z');
  await does.rate('2026-03-21T00:00:00.000Z');
  expect(await owed(opened, siti)).toEqual({ payouts: [], payable: 0 });
  expect(await states()).toEqual(['MISMATCH']);
  knows(OTHER, siti);
  expect(await link(siti, OTHER)).toBe('LINKED NOT_CHECKED');
  expect(await owed(opened, siti)).toEqual({ payouts: [], payable: 0 });
  expect(await verify(siti)).toBe('VERIFIED null');
  expect((await owed(opened, siti)).payouts).toEqual(['INCENTIVE 1 600000 2026-04-01 07:00']);
  // A refusal that keeps what was found out leaves an entry with its code.
  accounts.set(OTHER, { isActive: false, nikProof: null });
  expect(await verify(siti)).toBe('WALLET_INACTIVE');
  expect(await states()).toEqual(['INACTIVE']);
  await expectKept(opened);
});

test('a partner that does not answer, or proves nothing, changes nothing that was known', async () => {
  const { link, verify, attest, knows, accounts, states } = await open();
  const [siti = ''] = people(1);
  await attest(siti);
  knows(NUMBER, siti);
  await link(siti, NUMBER);
  await verify(siti);
  accounts.set(NUMBER, 'SILENT');
  expect([await verify(siti), await states()]).toEqual(['PARTNER_UNAVAILABLE', ['VERIFIED']]);
  accounts.set(NUMBER, { isActive: true, nikProof: null });
  expect([await verify(siti), await states()]).toEqual(['NIK_UNPROVEN', ['LINKED']]);
  accounts.set(NUMBER, { isActive: true, nikProof: "'); drop table wallet; --" });
  expect([await verify(siti), await states()]).toEqual(['NIK_UNPROVEN', ['LINKED']]);
  // LinkAja has no adapter here.
  const [budi = ''] = people(1);
  await link(budi, OTHER, { partner: 'linkaja' });
  expect(await verify(budi)).toBe('PARTNER_UNAVAILABLE');
});

test('accounts are asked about again for a batch: each stands as its partner says now', async () => {
  const { link, attest, knows, accounts, services, orm, verify } = await open();
  const persons = people(25);
  const numberOf = (index: number) => `+62845${String(index).padStart(8, '0')}`;
  for (const [index, person] of persons.entries()) {
    knows(numberOf(index), person);
    await attest(person);
    await link(person, numberOf(index));
    await verify(person);
  }
  accounts.set(numberOf(0), { isActive: false, nikProof: null });
  accounts.set(numberOf(1), { isActive: true, nikProof: proofOf('another') });
  accounts.set(numberOf(2), 'SILENT');
  const given = [...persons, people(1)[0] ?? ''];
  const standing = await orm.em
    .fork()
    .transactional((em) => services.walletChecks.verifyAgain(em, given, { requestId: 'request-0001' }));
  const reasons = new Map(standing.map(({ participant, reason }) => [participant, reason]));
  expect(persons.slice(0, 4).map((person) => reasons.get(person))).toEqual([
    'ACCOUNT_INACTIVE',
    'NIK_DIFFERENT',
    null,
    null,
  ]);
  expect(standing).toHaveLength(25);
});

test('payments holds neither a NIK nor a number in plain', async () => {
  const { link, verify, attest, knows, query } = await open();
  const [siti = ''] = people(1);
  const nik = '3273990501950001';
  const proof = Buffer.alloc(32, nik).toString('base64url');
  knows(NUMBER, siti);
  await attest(siti, proof);
  await link(siti, NUMBER);
  await verify(siti);
  const tables = await query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  for (const { relname } of tables) {
    const dump = JSON.stringify(await query(`select t::text as text from "${relname}" as t`));
    const found = [nik, NUMBER, NUMBER.slice(1)].filter(
      (value) => dump.includes(value) || dump.includes(Buffer.from(value).toString('hex')),
    );
    // Four digits stand in a time or an id by chance: only by themselves they are the end of a number.
    const ends = /(?<![\w.:-])0841(?![\w.:-])/.test(dump);
    expect([relname, found, ends]).toEqual([relname, [], false]);
  }
});
