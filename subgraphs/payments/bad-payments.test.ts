import { expect, test } from 'vitest';
import { badPayments, type CodedSeat } from '../../tests/testkit/bad-payments.ts';
import { LINK, proofOf } from '../../tests/testkit/incentives.ts';
import { asPlatform, asSelf, openPurchases, type Seat, signedByAnother } from '../../tests/testkit/purchases.ts';
import { callerOf } from '../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../kit/ids.ts';

interface KnownAccount {
  isActive: boolean;
  nikProof: string | null;
}

const MINUTE_MS = 60_000;
const accounts = new Map<string, KnownAccount>();
const inquirer = {
  inquireAccount: async (number: string) => {
    const known = accounts.get(number);
    if (!known) throw new Error('no answer');
    return known;
  },
};
const shop = await openPurchases({ partnerAdapters: new Map([['dana', inquirer]]) });
const { ask, askIn, schema, clock, query, seat, claimsOf, recipients, requestCode, codeOf, authorize } = shop;
const { deliver, key } = shop;

const person = async () => (await recipients(1))[0] ?? '';

const coded = async (own: Seat): Promise<CodedSeat> => {
  expect(await requestCode(own.token, asSelf(own.participant))).toBe('DONE');
  return { ...own, code: await codeOf(own.enrollment) };
};

const codedSeat = async (changes: { price?: bigint } = {}) => coded(seat(await person(), changes));

const pay = async (own: CodedSeat, invoice = uuidv7()) => {
  expect(await authorize(own.token, asPlatform, { code: own.code, invoice })).toBe('HELD');
  return own;
};

const guess = async (own: CodedSeat) => {
  const wrong = String((Number(own.code) + 1) % 1_000_000).padStart(6, '0');
  for (let tries = 0; tries < 5; tries += 1) await authorize(own.token, asPlatform, { code: wrong });
  return own;
};

/** The seats and tokens of the calls, each with what is wrong with it. */
const makeSeats = async () => {
  const late = await codedSeat();
  const old = await coded(seat(await person()));
  clock.advance(6 * MINUTE_MS);
  const invoice = 'INV-OF-ANOTHER';
  const paid = await pay(await codedSeat(), invoice);
  const captured = await pay(await codedSeat());
  await shop.redeemed(captured);
  const released = await codedSeat();
  await shop.released(released);
  const frozen = await codedSeat();
  await deliver('pmo.participants.barred', {
    list: 'STUDENTS',
    participants: [frozen.participant],
    version: 1,
    at: clock.now().toISOString(),
  });
  const [ended = ''] = await recipients(1, { wave: 1_002, time: '2024-03-01T00:00:00Z' });
  const flooded = seat(await person());
  for (let sent = 0; sent < 10; sent += 1) await requestCode(flooded.token, asSelf(flooded.participant));
  const open = await codedSeat();
  const [header = '', payload = '', signature = ''] = open.token.split('.');
  const claims = claimsOf(open.participant);
  const kid = (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid;
  const changed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const cheaper = Buffer.from(JSON.stringify({ ...changed, price: 1 })).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url');
  return {
    open,
    late,
    invoice,
    paid,
    captured,
    released,
    frozen,
    flooded,
    dear: await codedSeat({ price: 1_000_001n }),
    poor: await coded(seat(uuidv7())),
    ended: await coded(seat(ended)),
    guessed: await guess(await codedSeat()),
    silent: seat(await person()),
    expired: seat(old.participant, { expiresAt: new Date(clock.now().getTime() - 1_000) }).token,
    altered: [header, cheaper, signature].join('.'),
    forged: signedByAnother(claims, key.kid),
    unsigned: [none, payload, ''].join('.'),
    free: seat(open.participant, { price: 0n }).token,
    owing: seat(open.participant, { price: -600_000n }).token,
  };
};

const link = async (id: string, number: string) => {
  const variables = { partner: 'dana', number, key: uuidv7() };
  const { data } = await ask<{ linkWallet: { refusal: object | null } }>(asSelf(id), LINK, variables);
  expect(data.linkWallet.refusal).toBeNull();
};

const attest = (id: string, at: string) =>
  deliver('pmo.identity.attested', { attestations: [{ participant: id, nikProof: proofOf(id) }], at });

const verify = (id: string) => ask(asSelf(id), 'mutation { verifyWallet { refusal { code } } }');

/** Accounts, each with what is wrong with it, and the number that somebody has verified. */
const makeWallets = async () => {
  const at = clock.now().toISOString();
  const numberOf = (index: number) => `+62844444${String(index).padStart(4, '0')}`;
  const make = async (index: number, known: (id: string) => KnownAccount | null) => {
    const id = uuidv7();
    const account = known(id);
    if (account) accounts.set(numberOf(index), account);
    if (index !== 3) await attest(id, at);
    await link(id, numberOf(index));
    return id;
  };
  const own = (id: string) => ({ isActive: true, nikProof: proofOf(id) });
  const wallets = {
    none: uuidv7(),
    other: await make(0, () => own(uuidv7())),
    inactive: await make(1, () => ({ isActive: false, nikProof: null })),
    unproven: await make(2, () => ({ isActive: true, nikProof: null })),
    unattested: await make(3, own),
    silent: await make(4, () => null),
    cooling: await make(5, own),
  };
  await verify(wallets.cooling);
  accounts.set(numberOf(6), own(wallets.cooling));
  await link(wallets.cooling, numberOf(6));
  const owner = await make(7, own);
  await verify(owner);
  return { wallets, takenNumber: numberOf(7) };
};

const PUT_BATCH = `insert into disbursement_batch (id, status, created_by, is_made_by_engine, filter, item_count, item_sum,
    destination_hash, created_at, rejected_by, rejected_at, reject_reason)
  values ($1::uuid, $2::text, 'maker', false, '{}', 1, 600000, sha256($1::uuid::text::bytea), now(),
    case $2 when 'REJECTED' then 'checker' end, case $2 when 'REJECTED' then now() end,
    case $2 when 'REJECTED' then 'Salah.' end)`;
const PUT_DUE = `insert into disbursement (id, participant_id, wave_number, entitlement, instalment, amount, status, due_at)
  values ($1::uuid, $1::uuid, 1001, 'INCENTIVE', 1, 600000, 'DUE', now())`;

/** Batches, of which the items are not as their totals say, and a payout. */
const makePayouts = async () => {
  const batches = { pending: uuidv7(), altered: uuidv7(), rejected: uuidv7() };
  await query(PUT_BATCH, [batches.pending, 'PENDING']);
  await query(PUT_BATCH, [batches.altered, 'PENDING']);
  await query(PUT_BATCH, [batches.rejected, 'REJECTED']);
  const payout = uuidv7();
  await query(PUT_DUE, [payout]);
  return { batches, payout, maker: callerOf('maker', 'payout:create payout:approve ledger:read') };
};

const rows = { ...(await makeSeats()), ...(await makeWallets()), ...(await makePayouts()) };
const calls = badPayments(rows, clock.now());

const mutations = schema.getMutationType()?.getFields() ?? {};

const documentOf = (mutation: string, args: object): string => {
  const taken = (mutations[mutation]?.args ?? []).filter(({ name }) => name in args);
  const declared = taken.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = taken.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = taken.length > 0 ? [`(${declared})`, `(${given})`] : ['', ''];
  return `mutation ${head[0]} { done: ${mutation}${head[1]} { refusal { code path message } } }`;
};

interface RefusedAnswer {
  done: { refusal: { code: string; path: string[] | null; message: string } | null };
}

/** Everything that money is written in. */
const money = async () =>
  query(`select (select count(*)::int from posting) as postings, (select count(*)::int from journal_entry) as entries,
    (select count(*)::int from purchase where status <> 'ENDED') as purchases,
    (select count(*)::int from disbursement_order) as orders,
    (select md5(string_agg(b::text, '|' order by b::text)) from training_balance b) as balances,
    (select md5(string_agg(d::text, '|' order by d::text)) from disbursement d) as payouts`);

test.each(calls.map((call) => [call.mutation, call.what, call] as const))(
  '%s: %s is refused in two languages, and nothing is posted',
  async (mutation, what, { as, args, refusal }) => {
    const before = await money();
    const said: string[] = [];
    for (const language of ['en', 'id']) {
      const variables = {
        ...args,
        ...('idempotencyKey' in args && String(args.idempotencyKey).length === 36 && { idempotencyKey: uuidv7() }),
      };
      const { data, errors } = await askIn(language)<RefusedAnswer>(as, documentOf(mutation, args), variables);
      expect(errors.map(({ message }) => message)).toEqual([]);
      const told = data.done.refusal;
      expect(`${told?.code} ${told?.path?.join('.') ?? ''}`.trim()).toBe(refusal);
      said.push(told?.message ?? '');
    }
    expect([what, said.every((text) => text.length > 10), said[0] !== said[1]]).toEqual([what, true, true]);
    expect(await money()).toEqual(before);
  },
);

test('these are more than 40 kinds, and what was good before is good after all of them', async () => {
  expect(calls.length).toBeGreaterThanOrEqual(40);
  const { open } = rows;
  const again = await coded(open);
  expect(await authorize(again.token, asPlatform, { code: again.code })).toBe('HELD');
});
