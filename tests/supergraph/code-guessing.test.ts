import { expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { personAt, REGISTER } from '../testkit/registration.ts';

const as = graphClient(inject('stack'));

interface GuessOutcome {
  refusal: { code: string } | null;
}

const guesses = (count: number) =>
  Array.from(
    { length: count },
    (_, at) =>
      `a${at}: confirmVerificationCode(channel: PHONE, code: "${String(at).padStart(6, '0')}") { refusal { code } }`,
  ).join(' ');

test('120 guesses under aliases of one request are no try; 30 of them are five, and the code is locked', async () => {
  const id = uuidv7();
  const person = as('participant', id);
  await person.query(REGISTER, { key: crypto.randomUUID(), input: personAt(7_001) });
  await person.query('mutation { requestVerificationCode(channel: PHONE) { refusal { code } } }');
  const tries = async () =>
    (await rowsOf<{ tries: number }>('pmo', 'select tries from verification_code where participant_id = $1', [id]))[0]
      ?.tries;

  const many = await person.query(`mutation { ${guesses(120)} }`);
  expect([many.errors?.[0]?.extensions.code, await tries()]).toEqual(['QUERY_TOO_LARGE', 0]);

  const { data } = await person.query<Record<string, GuessOutcome>>(`mutation { ${guesses(30)} }`);
  const codes = Object.values(data).map(({ refusal }) => refusal?.code);
  expect(codes).toEqual([...Array(4).fill('CODE_WRONG'), ...Array(26).fill('CODE_LOCKED')]);
  expect(await tries()).toBe(5);
});
