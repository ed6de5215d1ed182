import { beforeEach, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { mistypings, typings } from '../../../tests/testkit/typed-codes.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo();
await openWave(pmo);
const { register } = registering(pmo);

const minute = 60_000;
let siti = '';
let count = 0;
beforeEach(async () => {
  siti = uuidv7();
  count += 1;
  await register(siti, personAt(count));
  pmo.sent.length = 0;
});

type Channel = 'PHONE' | 'EMAIL';

const request = async (channel: Channel, id = siti) => {
  const document = `mutation { requestVerificationCode(channel: ${channel}) { verificationCode { channel } refusal { code path } } }`;
  const { data } = await pmo.ask<{ requestVerificationCode: RefusalAnswer }>(callerOf(id, 'self'), document);
  return data.requestVerificationCode.refusal?.code ?? 'SENT';
};

const confirm = async (channel: Channel, code: string, id = siti) => {
  const document = `mutation ($code: String!) {
    confirmVerificationCode(channel: ${channel}, code: $code) { participant { status } refusal { code path } }
  }`;
  type ConfirmAnswer = { confirmVerificationCode: RefusalAnswer & { participant: { status: string } | null } };
  const { data } = await pmo.ask<ConfirmAnswer>(callerOf(id, 'self'), document, { code });
  const { participant, refusal } = data.confirmVerificationCode;
  return participant?.status ?? refusal?.code;
};

const lastCode = () => pmo.sent.at(-1)?.code ?? '';
const wrong = () => String((Number(lastCode()) + 1) % 1_000_000).padStart(6, '0');

test('with phone and e-mail confirmed, by the codes sent there, the person is verified', async () => {
  expect(await request('PHONE')).toBe('SENT');
  expect(pmo.sent).toMatchObject([{ channel: 'PHONE', to: `+62812${String(count).padStart(8, '0')}` }]);
  const states = [await confirm('PHONE', lastCode())];
  await request('EMAIL');
  expect(pmo.sent.at(-1)).toMatchObject({ channel: 'EMAIL', to: `siti-${count}@example.org` });
  states.push(await confirm('EMAIL', lastCode()));
  expect(states).toEqual(['REGISTERED', 'VERIFIED']);
});

test.each(typings)('a code with %s is the code', async (_name, typed) => {
  await request('PHONE');
  expect(await confirm('PHONE', typed(lastCode()))).toBe('REGISTERED');
});

test.each(mistypings)('%s is none', async (_name, typed) => {
  await request('PHONE');
  expect(await confirm('PHONE', typed(lastCode()))).toBe('CODE_MALFORMED');
});

test('a code is good once, for its channel and its person, and until a newer one is sent', async () => {
  await request('PHONE');
  const first = lastCode();
  expect(await confirm('EMAIL', first)).toBe('CODE_NOT_REQUESTED');
  await request('PHONE');
  expect(await confirm('PHONE', first)).toBe('CODE_WRONG');
  expect(await confirm('PHONE', lastCode())).toBe('REGISTERED');
  expect(await confirm('PHONE', lastCode())).toBe('ALREADY_CONFIRMED');
  expect(await request('PHONE')).toBe('ALREADY_CONFIRMED');
});

test('a code expires after ten minutes, to the second', async () => {
  await request('PHONE');
  pmo.clock.advance(10 * minute + 1_000);
  expect(await confirm('PHONE', lastCode())).toBe('CODE_EXPIRED');
});

test('the fifth wrong code locks the channel for 15 minutes, for the right code too', async () => {
  await request('PHONE');
  const answers: unknown[] = [];
  for (let index = 0; index < 5; index++) answers.push(await confirm('PHONE', wrong()));
  answers.push(await confirm('PHONE', lastCode()), await request('PHONE'));
  expect(answers).toEqual([...Array(4).fill('CODE_WRONG'), ...Array(3).fill('CODE_LOCKED')]);
  pmo.clock.advance(15 * minute + 1_000);
  expect(await request('PHONE')).toBe('SENT');
  expect(await confirm('PHONE', lastCode())).toBe('REGISTERED');
});

test('120 tries at once are five tries', async () => {
  await request('PHONE');
  const answers = await Promise.all(Array.from({ length: 120 }, () => confirm('PHONE', wrong())));
  const counted = Map.groupBy(answers, (answer) => answer);
  expect([counted.get('CODE_WRONG')?.length, (counted.get('CODE_LOCKED')?.length ?? 0) > 0]).toEqual([4, true]);
  const { rows } = await pmo.database.pool.query('select tries from verification_code where participant_id = $1', [
    siti,
  ]);
  expect(rows).toEqual([{ tries: 5 }]);
});

test('five codes are sent a day', async () => {
  const answers: unknown[] = [];
  for (let index = 0; index < 6; index++) answers.push(await request('EMAIL'));
  expect(answers).toEqual([...Array(5).fill('SENT'), 'TOO_MANY_CODES']);
  pmo.clock.advance(24 * 60 * minute + 1_000);
  expect(await request('EMAIL')).toBe('SENT');
});

test('a code is read as people copy it', async () => {
  pmo.clock.advance(25 * 60 * minute);
  await request('PHONE');
  const first = lastCode().slice(0, 3);
  const last = lastCode().slice(3);
  const wide = [...first].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  expect(await confirm('PHONE', `\u202a${wide}\u00a0${last}\u202c`)).not.toMatch(/^CODE_/);
});

test('who is not registered, sends no code or is no person is told so', async () => {
  expect(await request('PHONE', uuidv7())).toBe('NOT_REGISTERED');
  expect(await confirm('PHONE', '12345')).toBe('CODE_MALFORMED');
  expect(await confirm('PHONE', '123456')).toBe('CODE_NOT_REQUESTED');
  expect(await request('PHONE', 'synthetic-officer')).toBe('FORBIDDEN');
});

test('the code is stored as its index only', async () => {
  await request('PHONE');
  const { rows } = await pmo.database.pool.query(
    'select verification_code::text as row from verification_code where participant_id = $1',
    [siti],
  );
  expect(rows[0].row).not.toContain(lastCode());
});
