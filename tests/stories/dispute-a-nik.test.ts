import { expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { awaitMatch, putCivilPeople } from '../testkit/civil-stack.ts';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { personAt } from '../testkit/registration.ts';
import { storyTable } from '../testkit/story-table.ts';

const target = inject('stack');
const as = graphClient(target);
const WAVE = 2_311;
const DEWI = personAt(931);

interface DoneAnswer {
  done: {
    refusal: { code: string } | null;
    participant?: { status: string; registeredAt: string } | null;
    registration?: { status: string; joinedAt: string } | null;
    dispute?: { id: string; status: string; openedAt: string; decidedAt: string | null } | null;
  };
}

interface Match {
  me: { identityMatch: { state: string; nextStep: string | null; at: string } };
}

const story: string[][] = [];
const days: string[] = [];

/** The day of a moment in Asia/Jakarta, counted from the first one of the story. */
const dayOf = (moment: string): string => {
  const day = new Date(moment).toLocaleDateString('en-CA', { timeZone: 'Asia/Jakarta' });
  if (days.length === 0) days.push(day);
  return `day ${(Date.parse(day) - Date.parse(days[0] ?? day)) / 86_400_000}`;
};
const tell = (moment: string, ...said: string[]) => void story.push([dayOf(moment), ...said]);
const key = () => `idempotencyKey: "${crypto.randomUUID()}"`;

const person = (name: string, contact: object) => {
  const id = uuidv7();
  const token = as('participant', id);
  const run = async (document: string, variables: object = {}) => {
    const { data, errors } = await token.query<DoneAnswer>(document, variables);
    expect(errors).toBeUndefined();
    return data.done;
  };
  return {
    id,
    register: async () => {
      const { participant } = await run(
        `mutation ($input: RegisterParticipantInput!) { done: registerParticipant(${key()}, input: $input) {
          participant { status registeredAt } refusal { code } } }`,
        { input: { ...DEWI, ...contact } },
      );
      tell(participant?.registeredAt ?? '', name, 'registers', participant?.status ?? '');
      await rowsOf(
        'pmo',
        `update participant set status = 'VERIFIED', phone_confirmed_at = now(), email_confirmed_at = now() where id = $1`,
        [id],
      );
      await awaitMatch(id);
    },
    match: async () => {
      const { data } = await token.query<Match>('{ me { identityMatch { state nextStep at } } }');
      const { state, nextStep, at } = data.me.identityMatch;
      tell(at, name, 'is told', `${state}${nextStep?.includes('dispute') ? ': correct it, or open a dispute' : ''}`);
    },
    join: async (wave: number) => {
      const { registration, refusal } = await run(
        `mutation { done: joinWave(number: ${wave}, ${key()}) { registration { status joinedAt } refusal { code } } }`,
      );
      tell(
        registration?.joinedAt ?? new Date().toISOString(),
        name,
        `joins wave ${wave}`,
        refusal?.code ?? registration?.status ?? '',
      );
    },
    registration: async () => {
      const { data } = await token.query<{
        me: { registrations: { nodes: { status: string; reasons: { code: string }[] }[] } };
      }>('{ me { registrations(first: 1) { nodes { status reasons { code } } } } }');
      const [found] = data.me.registrations.nodes;
      tell(
        new Date().toISOString(),
        name,
        `in wave ${WAVE} is`,
        [found?.status, ...(found?.reasons ?? []).map(({ code }) => code)].join(' '),
      );
    },
    dispute: async (evidence: string) => {
      const { dispute, refusal } = await run(
        `mutation { done: openIdentityDispute(evidence: "${evidence}", ${key()}) { dispute { id status openedAt decidedAt } refusal { code } } }`,
      );
      tell(dispute?.openedAt ?? '', name, 'opens a dispute', refusal?.code ?? dispute?.status ?? '');
      return dispute?.id ?? '';
    },
  };
};

const officer = (name: string) => {
  const token = as('officer', `officer-${name}`);
  return async (id: string, outcome: string, reason: string) => {
    const { data, errors } = await token.query<DoneAnswer>(
      `mutation { done: decideIdentityDispute(id: "${id}", outcome: ${outcome}, reason: "${reason}") {
        dispute { id status openedAt decidedAt } refusal { code } } }`,
    );
    expect(errors).toBeUndefined();
    const { dispute, refusal } = data.done;
    tell(new Date().toISOString(), `officer ${name}`, `says ${outcome}`, refusal?.code ?? dispute?.status ?? '');
  };
};

test('somebody else was confirmed with all that is on her card: Dewi opens a dispute, and two officers give her the NIK', async () => {
  await rowsOf(
    'pmo',
    `insert into wave (number, status, policy_version, is_synthetic) values (${WAVE}, 'OPEN', '2023', true)`,
  );
  await rowsOf('pmo', `create table registration_w${WAVE} partition of registration for values in (${WAVE})`);
  const { nik, name, birthDate, kk } = DEWI;
  await putCivilPeople(target.url, [{ nik, name, birthDate, kk }]);
  const squatter = person('Joko', { phone: '081577770931', email: 'joko@example.org' });
  const stranger = person('Rudi', { name: 'Rudi Hartono', phone: '081577770933', email: 'rudi@example.org' });
  const dewi = person('Dewi', { phone: '081577770932', email: 'dewi@example.org' });

  await stranger.register();
  await stranger.match();
  await squatter.register();
  await squatter.match();
  await squatter.join(WAVE);
  await dewi.register();
  await dewi.match();
  await dewi.join(WAVE);
  const id = await dewi.dispute('Dinas Kependudukan Bandung, berkas 931/2026');
  const ani = officer('Ani');
  const budi = officer('Budi');
  await ani(id, 'GRANTED', 'KTP asli dan wajah cocok.');
  await ani(id, 'GRANTED', 'KTP asli dan wajah cocok.');
  await budi(id, 'GRANTED', 'Diperiksa ulang, cocok.');
  await dewi.match();
  await squatter.match();
  await squatter.registration();
  await dewi.join(WAVE);

  expect(storyTable(story)).toMatchInlineSnapshot(`
    "day 0  Rudi          registers        REGISTERED
    day 0  Rudi          is told          NOT_CONFIRMED: correct it, or open a dispute
    day 0  Joko          registers        REGISTERED
    day 0  Joko          is told          CONFIRMED
    day 0  Joko          joins wave 2311  JOINED
    day 0  Dewi          registers        REGISTERED
    day 0  Dewi          is told          NOT_CONFIRMED: correct it, or open a dispute
    day 0  Dewi          joins wave 2311  IDENTITY_NOT_CONFIRMED
    day 0  Dewi          opens a dispute  OPEN
    day 0  officer Ani   says GRANTED     PROPOSED
    day 0  officer Ani   says GRANTED     SAME_PERSON
    day 0  officer Budi  says GRANTED     GRANTED
    day 0  Dewi          is told          CONFIRMED
    day 0  Joko          is told          NOT_CONFIRMED: correct it, or open a dispute
    day 0  Joko          in wave 2311 is  INELIGIBLE IDENTITY_NOT_CONFIRMED
    day 0  Dewi          joins wave 2311  JOINED"
  `);
});
