import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startRotatingPartners } from '../../../../tests/testkit/rotating-partners.ts';
import { startSimulators, type TestSimulators } from '../../../../tests/testkit/simulators.ts';
import { WrongClockError } from '../../../kit/clock-watch.ts';
import {
  type AccountFacts,
  adapterOf as makeAdapter,
  openTransport,
  type PartnerAdapter,
  type PartnerAdapters,
  PartnerError,
  type PayoutOrder,
  simulatedPartner,
} from '../index.ts';

let simulators: TestSimulators;
let adapters: PartnerAdapters;
const codes = ['bca', 'bni', 'dana', 'gopay', 'linkaja', 'ovo'];

beforeAll(async () => {
  simulators = await startSimulators();
  adapters = new Map(codes.map((code) => [code, simulators.adapter(code)]));
});
beforeEach(() => Promise.all(codes.map((code) => simulators.switch(code, {}))));
afterAll(() => simulators.stop());

let made = 0;
const newOrder = (fields: Partial<PayoutOrder> = {}): PayoutOrder => {
  made += 1;
  const reference = `order-${made}-${'0'.repeat(20)}`;
  const at = new Date('2026-11-28T13:00:00Z');
  return { reference, account: '081234567890', name: 'Siti', amount: 600_000n, attempt: 1, at, ...fields };
};

const adapterOf = (code: string): PartnerAdapter => {
  const found = adapters.get(code);
  if (!found) throw new Error(`no adapter ${code}`);
  return found;
};
const within = (ms: number) => AbortSignal.timeout(ms);
const movesOf = (code: string, { reference }: PayoutOrder) => simulators.books.movesOf(code, reference);
const strike = (code: string, kind: string, more: object = {}) =>
  simulators.switch(code, { faults: [{ kind, ...more }] });

describe.each(codes)('%s', (code) => {
  test('pays an order once, and tells of it', async () => {
    const order = newOrder();
    const paid = await adapterOf(code).pay(order, within(5_000));
    expect(paid).toEqual({ state: 'PAID', partnerReference: expect.stringMatching(/^R\d+$/) });
    expect(await adapterOf(code).inquire(order, within(5_000))).toEqual(paid);
    expect(movesOf(code, order)).toBe(1);
  });

  test('does not find what was never sent', async () => {
    const asked = await adapterOf(code).inquire(newOrder(), within(5_000));
    expect(asked).toMatchObject({ state: 'UNKNOWN', notFound: true });
  });

  test('an order that comes again is paid once', async () => {
    const order = newOrder();
    await adapterOf(code).pay(order, within(5_000));
    const again = await adapterOf(code).pay({ ...order, attempt: 2 }, within(5_000));
    expect(again.state).toBe('PAID');
    expect(movesOf(code, order)).toBe(1);
  });

  test.each([
    { kind: 'SILENT_PAID', said: 'TIMED_OUT', state: 'PAID', moves: 1 },
    { kind: 'SILENT_UNPAID', said: 'TIMED_OUT', state: 'UNKNOWN', moves: 0 },
    { kind: 'DROPPED_PAID', said: 'DISCONNECTED', state: 'PAID', moves: 1 },
    { kind: 'ERROR_500_PAID', said: /^500\d\d00$/, state: 'PAID', moves: 1 },
    { kind: 'ERROR_500_UNPAID', said: /^500\d\d00$/, state: 'UNKNOWN', moves: 0 },
    { kind: 'ERROR_504_PAID', said: /^504\d\d00$/, state: 'PAID', moves: 1 },
    { kind: 'GARBAGE_PAID', said: 'GARBAGE', state: 'PAID', moves: 1 },
    { kind: 'GARBAGE_UNPAID', said: 'GARBAGE', state: 'UNKNOWN', moves: 0 },
    { kind: 'CONFLICT_409_00', said: /^409\d\d00$/, state: 'UNKNOWN', moves: 0 },
    { kind: 'WRONG_SIGNATURE_PAID', said: 'ANSWER_SIGNATURE', state: 'PAID', moves: 1 },
    { kind: 'OTHER_REFERENCE_PAID', said: 'OTHER_REFERENCE', state: 'PAID', moves: 1 },
    { kind: 'INCONSISTENT_404_18_UNPAID', said: /^404\d\d18$/, state: 'UNKNOWN', moves: 0 },
  ])('$kind is UNKNOWN until its status tells', async ({ kind, said, state, moves }) => {
    await strike(code, kind);
    const order = newOrder();
    const outcome = await adapterOf(code).pay(order, within(kind.startsWith('SILENT') ? 200 : 5_000));
    expect(outcome).toEqual({ state: 'UNKNOWN', code: expect.stringMatching(said) });
    expect((await adapterOf(code).inquire(order, within(5_000))).state).toBe(state);
    expect(movesOf(code, order)).toBe(moves);
  });

  test('409 01 is believed when the status says so too', async () => {
    await strike(code, 'CONFLICT_409_01_PAID');
    const order = newOrder();
    expect((await adapterOf(code).pay(order, within(5_000))).state).toBe('PAID');
    expect(movesOf(code, order)).toBe(1);
  });

  test('202 is PENDING, and ends as it ends', { retry: 2 }, async () => {
    await strike(code, 'PENDING', { ms: 300 });
    const order = newOrder();
    expect(await adapterOf(code).pay(order, within(5_000))).toMatchObject({ state: 'PENDING' });
    expect(await adapterOf(code).inquire(order, within(5_000))).toEqual({ state: 'PENDING', code: 'STATUS_03' });
    await expect.poll(() => adapterOf(code).inquire(order, within(5_000))).toMatchObject({ state: 'PAID' });
    await strike(code, 'PENDING_FAILS', { ms: 10 });
    const other = newOrder();
    await adapterOf(code).pay(other, within(5_000));
    const failed = { state: 'FAILED', code: 'STATUS_06', isFinal: true };
    await expect.poll(() => adapterOf(code).inquire(other, within(5_000))).toEqual(failed);
    expect([movesOf(code, order), movesOf(code, other)]).toEqual([1, 0]);
  });

  test('07 is no proof: 00 may follow', { retry: 2 }, async () => {
    await strike(code, 'HIDDEN', { ms: 400 });
    const order = newOrder();
    expect(await adapterOf(code).pay(order, within(50))).toEqual({ state: 'UNKNOWN', code: 'TIMED_OUT' });
    expect(await adapterOf(code).inquire(order, within(5_000))).toMatchObject({ state: 'UNKNOWN', notFound: true });
    await expect.poll(() => adapterOf(code).inquire(order, within(5_000))).toMatchObject({ state: 'PAID' });
  });

  test('an answer that comes twice is taken once', async () => {
    await strike(code, 'ANSWERED_TWICE', { each: true });
    const orders = Array.from({ length: 20 }, () => newOrder());
    for (const order of orders) {
      const outcome = await adapterOf(code).pay(order, within(5_000));
      const asked = outcome.state === 'PAID' ? outcome : await adapterOf(code).inquire(order, within(5_000));
      expect(asked.state).toBe('PAID');
    }
    expect(orders.map((order) => movesOf(code, order))).toEqual(orders.map(() => 1));
  });

  test.each([
    ['40000', true],
    ['40302', true],
    ['40303', true],
    ['40305', true],
    ['40309', true],
    ['40318', true],
    ['40411', true],
    ['42900', false],
  ])('%s is a failure', async (refusal, isFinal) => {
    await strike(code, 'REFUSED', { code: refusal });
    const outcome = await adapterOf(code).pay(newOrder(), within(5_000));
    expect(outcome).toMatchObject({ state: 'FAILED', isFinal, code: expect.stringMatching(refusal.slice(0, 3)) });
  });

  test('an inactive account is not paid, and its inquiry says so', async () => {
    simulators.partners.get(code)?.accounts.set('0899999', { isActive: false, name: '', nikProof: null });
    const order = newOrder({ account: '0899999' });
    expect(await adapterOf(code).pay(order, within(5_000))).toMatchObject({ state: 'FAILED', isFinal: true });
    const facts = await adapterOf(code).inquireAccount('0899999', within(5_000));
    expect(facts).toEqual<AccountFacts>({ isActive: false, name: '', nikProof: null });
  });

  test('a partner that breaks connections, and one whose clock is an hour ahead, are never certain', async () => {
    await simulators.switch(code, { flapping: { upMs: 1, downMs: 1_000_000 } });
    expect(await adapterOf(code).pay(newOrder(), within(5_000))).toEqual({ state: 'UNKNOWN', code: 'DISCONNECTED' });
    await simulators.switch(code, { clockSkewMs: 600_000 });
    const order = newOrder();
    // Refused before anything is done, as is each request whose time is wrong.
    expect(await adapterOf(code).pay(order, within(5_000))).toMatchObject({ state: 'FAILED', isFinal: false });
    expect(movesOf(code, order)).toBe(0);
  });

  test('without its protection a partner pays as often as it is told: the simulator shows it', async () => {
    await simulators.switch(code, { isDuplicateProtectionOn: false });
    const order = newOrder();
    for (const attempt of [1, 2, 3]) await adapterOf(code).pay({ ...order, attempt }, within(5_000));
    expect(movesOf(code, order)).toBe(3);
    expect(simulators.books.totalOf(code).twice).toContain(order.reference);
  });

  test('a token that the partner forgot is replaced', async () => {
    const order = newOrder();
    await adapterOf(code).pay(order, within(5_000));
    await fetch(`${simulators.url}/control/${code}/tokens`, { method: 'DELETE' });
    expect((await adapterOf(code).inquire(order, within(5_000))).state).toBe('PAID');
    await fetch(`${simulators.url}/control/${code}/tokens`, { method: 'DELETE' });
    const other = newOrder();
    // A payment is not sent again by itself: whoever counts the attempts does it.
    expect(await adapterOf(code).pay(other, within(5_000))).toMatchObject({ state: 'FAILED', isFinal: false });
    expect((await adapterOf(code).pay({ ...other, attempt: 2 }, within(5_000))).state).toBe('PAID');
    expect(movesOf(code, other)).toBe(1);
  });
});

test('404 18 is a success of a transfer when its status says so, and of a top-up never by itself', async () => {
  for (const [code, state] of [
    ['bca', 'PAID'],
    ['bni', 'PAID'],
    ['dana', 'UNKNOWN'],
    ['linkaja', 'UNKNOWN'],
  ] as const) {
    await strike(code, 'INCONSISTENT_404_18_PAID');
    expect((await adapterOf(code).pay(newOrder(), within(5_000))).state).toBe(state);
  }
});

test('what arrives after its sender gave up is paid once where references are kept', async () => {
  await strike('linkaja', 'LATE', { ms: 120 });
  const order = newOrder();
  expect(await adapterOf('linkaja').pay(order, within(40))).toEqual({ state: 'UNKNOWN', code: 'TIMED_OUT' });
  expect(await adapterOf('linkaja').inquire(order, within(5_000))).toMatchObject({ notFound: true });
  expect((await adapterOf('linkaja').pay({ ...order, attempt: 2 }, within(5_000))).state).toBe('PAID');
  await new Promise((done) => setTimeout(done, 200));
  expect(movesOf('linkaja', order)).toBe(1);
});

test('DANA repeats an empty deposit for its reference: a new order is needed; elsewhere the same may be sent', async () => {
  for (const [code, isFinal] of [
    ['dana', true],
    ['linkaja', false],
  ] as const) {
    await strike(code, 'REFUSED', { code: '40314' });
    expect(await adapterOf(code).pay(newOrder(), within(5_000))).toMatchObject({ state: 'FAILED', isFinal });
  }
});

test('Midtrans has forgotten a reference after two months, and Durianpay its key after a day', async () => {
  for (const [code, daysPassed] of [
    ['gopay', 61],
    ['ovo', 1],
  ] as const) {
    const order = newOrder();
    const adapter = simulators.adapter(code, () => new Date(Date.now() + later));
    let later = 0;
    await adapter.pay(order, within(5_000));
    await simulators.switch(code, { daysPassed });
    later = daysPassed * 86_400_000;
    expect((await adapter.pay({ ...order, attempt: 2 }, within(5_000))).state).toBe('PAID');
    expect(movesOf(code, order)).toBe(2);
  }
  expect(adapterOf('ovo').refusesDuplicates).toBe(false);
});

test('the NIK comes from where the dialect has it, and an attestation of somebody else is none', async () => {
  const nikProof = 'hmac-of-a-nik-under-a-key-of-its-own';
  for (const code of codes)
    simulators.partners.get(code)?.accounts.set('0811', { isActive: true, name: 'S*** A***', nikProof });
  const proofs = codes.map(async (code) => (await adapterOf(code).inquireAccount('0811', within(5_000))).nikProof);
  expect(await Promise.all(proofs)).toEqual(codes.map(() => nikProof));
  const { publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { post: transport, close } = openTransport(1);
  const believed = codes.map(async (code) => {
    const configuration = simulatedPartner.parse({ ...simulators.configurationOf(code), publicKey });
    const stranger = makeAdapter(configuration, { transport, now: () => new Date() });
    return (await stranger.inquireAccount('0811', within(5_000))).nikProof;
  });
  // Two dialects have the NIK bare; the others' attestations are not under this key.
  expect(await Promise.all(believed)).toEqual([null, null, nikProof, null, nikProof, null]);
  await close();
});

test('the partner does not say whether an account is there: that is an error, and no inactive account', async () => {
  await simulators.switch('linkaja', { flapping: { upMs: 1, downMs: 1_000_000 } });
  await expect(adapterOf('linkaja').inquireAccount('0811', within(5_000))).rejects.toThrow(PartnerError);
});

test('keys and secrets follow each other at both ends: a partner that is a step ahead or behind is understood', async () => {
  const partners = await startRotatingPartners();
  const { post: transport, close } = openTransport(2);
  for (const code of partners.codes) partners.know(code, '0811');
  const proofsAt = (step: number) => {
    const configured: { code: string }[] = JSON.parse(partners.configuration(step));
    const asked = configured.map(async (each) => {
      const adapter = makeAdapter(simulatedPartner.parse(each), { transport, now: () => new Date() });
      return (await adapter.inquireAccount('0811', within(5_000))).nikProof;
    });
    return Promise.all(asked);
  };
  const pairs = [0, 1, 2, 3].flatMap((step) => [Math.max(0, step - 1), step].map((ours) => ({ step, ours })));
  for (const { step, ours } of [...pairs, { step: 4, ours: 3 }]) {
    partners.to(step);
    expect([step, ours, (await proofsAt(ours)).every((proof) => proof !== null)]).toEqual([step, ours, true]);
  }
  // What is taken out at one end is good for nothing at the other.
  await expect(proofsAt(0)).rejects.toThrow('TOKEN_4017300');
  await close();
  await partners.stop();
});

test('by a clock that is wrong nobody is paid, and it is certain that nobody was', async () => {
  const now = () => {
    throw new WrongClockError('planted');
  };
  const answers = codes.map(async (code) => {
    const order = newOrder();
    return [await simulators.adapter(code, now).pay(order, within(5_000)), movesOf(code, order)];
  });
  const unpaid = [{ state: 'FAILED', code: 'CLOCK_WRONG', isFinal: false }, 0];
  expect(await Promise.all(answers)).toEqual(codes.map(() => unpaid));
});
