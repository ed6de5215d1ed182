import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { awaitMatch } from '../testkit/civil-stack.ts';
import { graphClient, type OperationName, operation } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { personAt } from '../testkit/registration.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const { data, ...target } = inject('stack');
const as = graphClient({ data, ...target });
const WAVE = 2_301;

type Payload = Record<string, { refusal: { code: string } | null } & Record<string, unknown>>;

const newestCode = (channel: string, masked: string) => {
  const pattern = new RegExp(`the ${channel} confirmation code of ••••${masked} is (\\d{6})`, 'g');
  return [...readFileSync(`${data}/logs/pmo.log`, 'utf8').matchAll(pattern)].at(-1)?.[1] ?? '';
};

/** What each step answered, for a table. */
const steps: string[][] = [];

const person = (name: string, at: number) => {
  const id = uuidv7();
  const token = as('participant', id);
  // The last three characters of an address are shown with its code.
  const domain = name.toLowerCase();
  const input = { ...personAt(at), name, phone: `0812 7777 ${7000 + at}`, email: `story@example.${domain}` };
  const run = async (document: OperationName, variables: object) => {
    const { data: answer, errors } = await token.query<Payload>(operation(document), variables);
    expect(errors).toBeUndefined();
    const [payload] = Object.values(answer);
    const { status } = (payload?.participant ?? payload?.registration ?? {}) as { status?: string };
    steps.push([name, document, payload?.refusal?.code ?? status ?? 'SENT']);
    return payload;
  };
  const confirm = async (channel: 'PHONE' | 'EMAIL', masked: string) => {
    await run('request-verification-code', { channel });
    const code = await until(async () => newestCode(channel, masked), Boolean, 5_000);
    await run('confirm-verification-code', { channel, code });
  };
  return {
    id,
    register: (changes: object = {}) =>
      run('register-participant', { key: crypto.randomUUID(), input: { ...input, ...changes } }),
    verify: async () => {
      await confirm('PHONE', String(7000 + at).slice(-3));
      await confirm('EMAIL', domain.slice(-3));
      await awaitMatch(id);
    },
    join: () => run('join-wave', { number: WAVE, key: crypto.randomUUID() }),
    me: async () =>
      (await token.query('{ me { status registrations(first: 1) { nodes { status wave { number } } } } }')).data,
  };
};

test('people register, confirm phone and e-mail, and join a wave, as far as the rules let them', async () => {
  await rowsOf(
    'pmo',
    `insert into wave (number, status, policy_version, is_synthetic) values (${WAVE}, 'OPEN', '2023', true)`,
  );
  await rowsOf('pmo', `create table registration_w${WAVE} partition of registration for values in (${WAVE})`);

  const siti = person('Siti', 901);
  await siti.register({ nik: '3273994501950000' });
  await siti.register();
  await siti.join();
  await siti.verify();
  await siti.join();
  expect(await siti.me()).toEqual({
    me: { status: 'APPLICANT', registrations: { nodes: [{ status: 'JOINED', wave: { number: WAVE } }] } },
  });

  const thief = person('Thief', 902);
  await thief.register({ nik: personAt(901).nik });
  await thief.verify();
  await thief.join();

  const guru = person('Guru', 903);
  await guru.register({ occupation: 'CIVIL_SERVANT' });
  await guru.verify();
  await guru.join();

  expect(storyTable(steps)).toMatchInlineSnapshot(`
    "Siti   register-participant       NIK_SERIAL_ZERO
    Siti   register-participant       REGISTERED
    Siti   join-wave                  NOT_VERIFIED
    Siti   request-verification-code  SENT
    Siti   confirm-verification-code  REGISTERED
    Siti   request-verification-code  SENT
    Siti   confirm-verification-code  VERIFIED
    Siti   join-wave                  JOINED
    Thief  register-participant       REGISTERED
    Thief  request-verification-code  SENT
    Thief  confirm-verification-code  REGISTERED
    Thief  request-verification-code  SENT
    Thief  confirm-verification-code  VERIFIED
    Thief  join-wave                  IDENTITY_NOT_CONFIRMED
    Guru   register-participant       REGISTERED
    Guru   request-verification-code  SENT
    Guru   confirm-verification-code  REGISTERED
    Guru   request-verification-code  SENT
    Guru   confirm-verification-code  VERIFIED
    Guru   join-wave                  INELIGIBLE"
  `);
});
