import { expect, test } from 'vitest';
import { asInstitution, asPlatform, courseAt, openSelling, partnerOf } from '../../../tests/testkit/selling.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { organizations } from '../../../tests/testkit/training.ts';
import { mistypings, typings } from '../../../tests/testkit/typed-codes.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { newVoucherCode, voucherHash } from './voucher.code.ts';

const selling = await openSelling();
const { ask, database, deliver, recipients, reserve, clock, enrollmentOf, brokenInvariants } = selling;

interface RefusalAnswer {
  refusal: { code: string } | null;
}

const ISSUE = 'mutation ($id: ID!) { issueVoucher(enrollment: $id) { voucher { code } refusal { code } } }';
const REDEEM = 'mutation ($code: String!) { redeem(code: $code) { enrollment { id status } refusal { code } } }';
const CANCEL = 'mutation ($id: ID!) { cancelReservation(enrollment: $id) { enrollment { status } refusal { code } } }';

const held = async () => {
  const [person = ''] = await recipients(1);
  const { enrollment } = await reserve(person, { course: courseAt(0) });
  return { id: enrollment?.id ?? '', person };
};

const paid = async () => {
  const purchase = await held();
  await deliver('payments.purchase.authorized', {
    enrollment: purchase.id,
    participant: purchase.person,
    amount: 500_000,
    at: clock.now().toISOString(),
  });
  return purchase;
};

const issue = async (id: string, person: string) =>
  (
    await ask<{ issueVoucher: RefusalAnswer & { voucher: { code: string } | null } }>(callerOf(person, 'self'), ISSUE, {
      id,
    })
  ).data.issueVoucher;

const redeem = async (code: string, as = asInstitution) =>
  (await ask<{ redeem: RefusalAnswer & { enrollment: { id: string; status: string } | null } }>(as, REDEEM, { code }))
    .data.redeem;

const cancel = async (id: string, person: string) =>
  (await ask<{ cancelReservation: RefusalAnswer }>(callerOf(person, 'self'), CANCEL, { id })).data.cancelReservation;

test.each(typings)('a voucher with %s is the voucher', (_name, typed) => {
  const code = newVoucherCode();
  expect(voucherHash(typed(code))).toEqual(voucherHash(code));
  expect(voucherHash(typed(code.replaceAll('-', '').toLowerCase()))).toEqual(voucherHash(code));
});

test.each(mistypings)('%s is none', (_name, typed) => {
  expect(voucherHash(typed(newVoucherCode()))).toBeNull();
});

test('a voucher is used once, by the institution of the course, however often it is tried at once', async () => {
  const { id, person } = await paid();
  const { voucher } = await issue(id, person);
  const code = voucher?.code ?? '';
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(code.toLowerCase().replaceAll('-', ' '))));
  const codes = answers.map(({ refusal }) => refusal?.code ?? 'USED');
  expect(codes.filter((each) => each === 'USED')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['USED', 'VOUCHER_ALREADY_USED']));
  expect(answers.find(({ enrollment }) => enrollment)?.enrollment).toEqual({ id, status: 'REDEEMED' });
  const row = await enrollmentOf(id);
  expect(row.voucher_hash.equals(voucherHash(code))).toBe(true);
  expect(Object.values(row).map(String).join()).not.toContain(code);
  expect(await brokenInvariants()).toEqual([]);
});

test('a new voucher takes the place of the one before', async () => {
  const { id, person } = await paid();
  const first = (await issue(id, person)).voucher?.code ?? '';
  const second = (await issue(id, person)).voucher?.code ?? '';
  expect((await redeem(first)).refusal?.code).toBe('VOUCHER_UNKNOWN');
  expect((await redeem(second)).refusal).toBeNull();
  expect((await issue(id, person)).refusal?.code).toBe('ENROLLMENT_NOT_PAID');
});

test('only its own participant gets a voucher, and only of a paid seat', async () => {
  const unpaid = await held();
  expect((await issue(unpaid.id, unpaid.person)).refusal?.code).toBe('ENROLLMENT_NOT_PAID');
  const { id, person } = await paid();
  expect((await issue(id, uuidv7())).refusal?.code).toBe('ENROLLMENT_UNKNOWN');
  expect((await issue('no uuid', person)).refusal?.code).toBe('ENROLLMENT_UNKNOWN');
  const asOfficer = callerOf(person, 'enrollment:read participant:read');
  const { data } = await ask<{ issueVoucher: RefusalAnswer }>(asOfficer, ISSUE, { id });
  expect(data.issueVoucher.refusal?.code).toBe('FORBIDDEN');
});

test('another institution, the platform and nobody in particular cannot use it', async () => {
  const { id, person } = await paid();
  const code = (await issue(id, person)).voucher?.code ?? '';
  const other = partnerOf(organizations.dua, 'attendance:record');
  expect((await redeem(code, other)).refusal?.code).toBe('VOUCHER_UNKNOWN');
  expect((await redeem(code, asPlatform)).refusal?.code).toBe('FORBIDDEN');
  expect((await redeem(code, callerOf(person, 'self'))).refusal?.code).toBe('FORBIDDEN');
  expect((await enrollmentOf(id)).status).toBe('PAID');
});

test('the voucher of a purchase that was undone is no longer good', async () => {
  const { id, person } = await paid();
  const code = (await issue(id, person)).voucher?.code ?? '';
  await deliver('payments.void.requested', { enrollment: id, participant: person, at: clock.now().toISOString() });
  expect((await redeem(code)).refusal?.code).toBe('VOUCHER_ENDED');
});

test('codes are not guessed: after a hundred wrong ones in a day not even the right one counts', async () => {
  const guesser = partnerOf(organizations.dua, 'attendance:record');
  await database.pool.query('delete from voucher_try');
  const guesses = await Promise.all(Array.from({ length: 100 }, () => redeem(newVoucherCode(), guesser)));
  expect(new Set(guesses.map(({ refusal }) => refusal?.code))).toEqual(new Set(['VOUCHER_UNKNOWN']));
  expect((await redeem(newVoucherCode(), guesser)).refusal?.code).toBe('TOO_MANY_VOUCHER_TRIES');
  // The other institution goes on.
  const { id, person } = await paid();
  const code = (await issue(id, person)).voucher?.code ?? '';
  expect((await redeem(code)).refusal).toBeNull();
  clock.advance(25 * 3_600_000);
  expect((await redeem('no code', guesser)).refusal?.code).toBe('VOUCHER_UNKNOWN');
});

test('a seat is given back by its own participant before it is paid, and not after', async () => {
  const unpaid = await held();
  expect((await cancel(unpaid.id, uuidv7())).refusal?.code).toBe('ENROLLMENT_UNKNOWN');
  expect((await cancel('no uuid', unpaid.person)).refusal?.code).toBe('ENROLLMENT_UNKNOWN');
  expect(await cancel(unpaid.id, unpaid.person)).toEqual({ enrollment: { status: 'RELEASED' }, refusal: null });
  expect((await cancel(unpaid.id, unpaid.person)).refusal?.code).toBe('ENROLLMENT_TRANSITION_ILLEGAL');
  const bought = await paid();
  expect((await cancel(bought.id, bought.person)).refusal?.code).toBe('ENROLLMENT_TRANSITION_ILLEGAL');
  expect(await brokenInvariants()).toEqual([]);
});

test('organisations hear what happened to seats in their courses, and nobody’s name', async () => {
  const { id, person } = await paid();
  const code = (await issue(id, person)).voucher?.code ?? '';
  await redeem(code);
  const { rows } = await database.pool.query<{ type: string; organization: string; text: string }>(
    `select fact ->> 'type' as type, fact ->> 'organization' as organization, fact::text as text
      from event_outbox, jsonb_array_elements(data -> 'facts') as fact
      where type = 'training.fact.recorded' and fact ->> 'subject' = $1 order by event_outbox.id`,
    [id],
  );
  const typesOf = (wanted: string) =>
    rows.filter(({ organization }) => organization === wanted).map(({ type }) => type);
  const all = ['seat.reserved', 'seat.paid', 'voucher.redeemed'];
  expect(typesOf(organizations.pijar)).toEqual(all);
  expect(typesOf(organizations.satu)).toEqual(all);
  expect(rows).toHaveLength(6);
  expect(rows.filter(({ text }) => text.includes(person))).toEqual([]);
});

test('what is typed in another way is the same code, and what is none is none', () => {
  expect(voucherHash('0123-4567-89ab-cdef')).toEqual(voucherHash(' O1L3 4567-89AB CDEF '.replace('L', '2')));
  expect(voucherHash('O123456789ABCDEF')).toEqual(voucherHash('0I23456789ABCDEF'));
  for (const typed of ['', '0123', '0123456789ABCDEU', 'x'.repeat(1_000)]) expect(voucherHash(typed)).toBeNull();
  expect(new Set(Array.from({ length: 100 }, newVoucherCode)).size).toBe(100);
});
