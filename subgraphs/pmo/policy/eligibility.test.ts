import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { PolicyService } from './policy.service.ts';

const { ask, askAnonymously, database } = await openPmo();

const WAVE = 3_030;
const officer = callerOf('officer', 'participant:read');

await database.pool.query(`insert into wave (number, status, policy_version) values (${WAVE}, 'OPEN', '2023')`);
await database.pool.query(`create table registration_w${WAVE} partition of registration for values in (${WAVE})`);

const register = async (count: number, birthDate = '1995-02-03'): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => uuidv7());
  await database.pool.query(
    `insert into participant (id, status, name, birth_date, region_code, work_status, registered_at)
      select id, 'VERIFIED', 'Siti', $2, '32.73', 'WORKER', now() from unnest($1::uuid[]) as id`,
    [ids, birthDate],
  );
  return ids;
};

const ELIGIBILITY = `query ($people: [_Any!]!, $asOf: Date) { _entities(representations: $people) { ... on Participant {
  eligibility(asOf: $asOf) { isEligible policyVersion asOf facts factsHash reasons { code article text } }
} } }`;
const DECISIONS = `query ($people: [_Any!]!, $first: Int!, $after: String) {
  _entities(representations: $people) { ... on Participant { decisions(first: $first, after: $after) {
    nodes { purpose wave isEligible policyVersion asOf factsHash reasons { code text } }
    pageInfo { hasNextPage endCursor }
  } } }
}`;
const WHAT_IF = `query ($input: EligibilityInput!, $asOf: Date) { evaluateEligibility(input: $input, asOf: $asOf) {
  isEligible policyVersion asOf facts reasons { code }
} }`;

const references = (ids: readonly string[]) => ids.map((id) => ({ __typename: 'Participant', id }));

interface Eligibility {
  isEligible: boolean;
  policyVersion: string;
  reasons: { code: string; text: string }[];
}
interface Entities {
  _entities: { eligibility: Eligibility | null }[] | null;
}
interface Decisions {
  _entities: { decisions: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }[];
}
interface WhatIf {
  evaluateEligibility: (Eligibility & { facts: string }) | null;
}

const adult = { birthDate: '1995-02-03', workStatus: 'WORKER' };
const whatIf = (input: object, asOf?: string) =>
  askAnonymously<WhatIf>(WHAT_IF, { input: { ...adult, ...input }, asOf });

test('anyone can ask what the policy would decide, without a statement to the database', async () => {
  const { data, codes, statements } = await whatIf({ receivesSocialAid: true }, '2021-09-04');
  expect([data.evaluateEligibility, codes, statements]).toEqual([
    {
      isEligible: false,
      policyVersion: '2020-B',
      asOf: '2021-09-04',
      facts: 'age=26 wave=18 work=WORKER occupation=NONE school=no lists=SOCIAL_AID award=no card=0 nik=yes',
      reasons: [{ code: 'RECEIVES_SOCIAL_AID' }],
    },
    [],
    0,
  ]);
  expect((await whatIf({ receivesSocialAid: true }, '2023-01-01')).data.evaluateEligibility?.isEligible).toBe(true);
});

test('without a day it is decided for today, in Asia/Jakarta', async () => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date());
  expect((await whatIf({})).data.evaluateEligibility).toMatchObject({
    isEligible: true,
    policyVersion: '2023',
    asOf: today,
  });
});

test.each([
  [{ birthDate: '1995-02-30' }, 'BIRTH_DATE_IMPOSSIBLE', 'input.birthDate'],
  [{ birthDate: '3 February 1995' }, 'BIRTH_DATE_IMPOSSIBLE', 'input.birthDate'],
  [{ birthDate: '2099-01-01' }, 'AGE_IMPOSSIBLE', 'input.birthDate'],
  [{ birthDate: '1890-01-01' }, 'AGE_IMPOSSIBLE', 'input.birthDate'],
  [{ recipientsInFamily: -1 }, 'RECIPIENTS_OUT_OF_RANGE', 'input.recipientsInFamily'],
  [{ recipientsInFamily: 21 }, 'RECIPIENTS_OUT_OF_RANGE', 'input.recipientsInFamily'],
  [{ wave: 0 }, 'WAVE_OUT_OF_RANGE', 'input.wave'],
  [{ nik: '327399030295000O' }, 'NIK_NOT_DIGITS', 'input.nik'],
  [{ nik: '3273990302950' }, 'NIK_LENGTH', 'input.nik'],
  [{ nik: '9973990302950001' }, 'NIK_PROVINCE_UNKNOWN', 'input.nik'],
  [{ nik: '3299990302950001' }, 'NIK_REGION_UNKNOWN', 'input.nik'],
  [{ nik: '3273993102950001' }, 'NIK_DATE_IMPOSSIBLE', 'input.nik'],
  [{ nik: '3273990402820001' }, 'NIK_BIRTH_DATE_DISAGREES', 'input.nik'],
  [{ nik: '3273990302950000' }, 'NIK_SERIAL_ZERO', 'input.nik'],
  [{ nik: '1073990302950001' }, 'NIK_PROVINCE_UNKNOWN', 'input.nik'],
  [{ nik: '3273000302950001' }, 'NIK_REGION_UNKNOWN', 'input.nik'],
  [{ nik: '3.27399E+15' }, 'NIK_CHANGED_BY_SPREADSHEET', 'input.nik'],
])('bad input %o is the error %s at %s', async (input, code, argument) => {
  const { data, errors } = await whatIf(input);
  expect(errors.map(({ extensions }) => [extensions.code, extensions.argument])).toEqual([[code, argument]]);
  expect(data).toBeNull();
});

test.each([
  '9101010302950001',
  '6473010302950001',
  '5408010302950001',
  '3219010302950001',
  "'3273 0103‑0295\u00a00001",
])('a NIK of a place of before, of one in no list, or as people type it is one: %j', async (nik) => {
  const { data, errors } = await whatIf({ nik, birthDate: '1995–02–03' });
  expect([data.evaluateEligibility?.isEligible, errors]).toEqual([true, []]);
});

test('before the first policy there is nothing to decide by', async () => {
  expect((await whatIf({}, '2020-04-10')).codes).toEqual(['POLICY_NOT_IN_FORCE']);
  expect((await whatIf({}, '2020-04-11')).codes).toEqual([]);
});

test('a NIK tells nothing about who is registered: the answer and its statements are the same', async () => {
  const [siti = ''] = await register(1);
  const known = '3273990302950001';
  const before = await whatIf({ nik: known });
  await database.pool.query(`insert into nik_claim values (decode(md5('a NIK'), 'hex'), $1)`, [siti]);
  const after = await whatIf({ nik: known });
  expect([after.data, after.statements]).toEqual([before.data, before.statements]);
  expect(before.statements).toBe(0);
  expect(before.data.evaluateEligibility?.isEligible).toBe(true);
});

test('a person reads their own eligibility, also of another day', async () => {
  const [siti = ''] = await register(1, '1950-01-01');
  const read = async (asOf: string | null) =>
    (await ask<Entities>(callerOf(siti, 'self'), ELIGIBILITY, { people: references([siti]), asOf })).data
      ._entities?.[0];
  expect((await read(null))?.eligibility).toMatchObject({
    isEligible: false,
    policyVersion: '2023',
    factsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    reasons: [{ code: 'AGE_ABOVE_MAXIMUM', text: expect.stringContaining('older than 64') }],
  });
  expect((await read('2020-05-01'))?.eligibility).toMatchObject({ isEligible: true, policyVersion: '2020-A' });
});

test('it is for the person and for officers', async () => {
  const [siti = '', budi = ''] = await register(2);
  const people = references([siti]);
  for (const query of [ELIGIBILITY, DECISIONS]) {
    expect((await ask(callerOf(budi, 'self'), query, { people, first: 1 })).codes).toEqual(['FORBIDDEN']);
    expect((await ask(callerOf('portal', 'alumni:search'), query, { people, first: 1 })).codes).toEqual(['FORBIDDEN']);
    expect((await askAnonymously(query, { people, first: 1 })).codes).toEqual(['FORBIDDEN']);
    expect((await ask(officer, query, { people, first: 1 })).codes).toEqual([]);
  }
});

test('whether the identity is confirmed is not told, or registering would find out whose NIK is taken', async () => {
  const [claimant = '', other = ''] = await register(2);
  await database.pool.query(`insert into nik_claim values (decode(md5('taken'), 'hex'), $1)`, [claimant]);
  const { data } = await ask<Entities>(officer, ELIGIBILITY, { people: references([claimant, other]) });
  expect(data._entities?.[0]?.eligibility).toEqual(data._entities?.[1]?.eligibility);
});

test('a day before the first policy is an error at the argument, for that person alone', async () => {
  const [siti = ''] = await register(1);
  const asked = { people: references([siti]), asOf: '2020-01-01' };
  const { codes, data } = await ask<Entities>(officer, ELIGIBILITY, asked);
  expect([codes, data._entities]).toEqual([['POLICY_NOT_IN_FORCE'], [{ eligibility: null }]]);
});

test('a page of fifty people costs as many statements as a page of one', async () => {
  const ids = await register(50);
  for (const [query, statements] of [
    // The people, what is asked of them, the access log.
    [ELIGIBILITY, 3],
    [DECISIONS, 3],
  ] as const) {
    const of = async (some: string[]) => (await ask(officer, query, { people: references(some), first: 2 })).statements;
    expect([await of(ids.slice(0, 1)), await of(ids)]).toEqual([statements, statements]);
  }
});

test('an enquiry leaves nothing; a decision with an effect is listed newest first, with its reasons', async () => {
  const [siti = '', budi = ''] = await register(2);
  await database.pool.query(
    `insert into registration (wave_number, participant_id, region_code, status, joined_at)
      select ${WAVE}, id, '32.73', 'JOINED', now() from unnest($1::uuid[]) as id`,
    [[siti, budi]],
  );
  const service = new PolicyService({ now: () => new Date() });
  const decide = (purpose: 'JOIN' | 'PAYMENT', asOf: string) =>
    database.orm.em
      .fork()
      .transactional((tx) => service.decide(tx, { participantIds: [siti, budi], purpose, wave: WAVE, asOf }));
  await decide('JOIN', '2023-02-01');
  await decide('PAYMENT', '2023-05-01');
  const asked = { people: references([siti]), first: 1 };
  await ask(officer, ELIGIBILITY, asked);
  const page = async (after: string | null) =>
    (await ask<Decisions>(callerOf(siti, 'self'), DECISIONS, { ...asked, after })).data._entities[0]?.decisions;
  const first = await page(null);
  const second = await page(first?.pageInfo.endCursor ?? null);
  expect([first?.nodes, second?.nodes, second?.pageInfo.hasNextPage]).toEqual([
    [expect.objectContaining({ purpose: 'PAYMENT', wave: WAVE, asOf: '2023-05-01' })],
    [
      {
        purpose: 'JOIN',
        wave: WAVE,
        isEligible: false,
        policyVersion: '2023',
        asOf: '2023-02-01',
        factsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        reasons: [{ code: 'IDENTITY_NOT_CONFIRMED', text: expect.stringContaining('identity number (NIK)') }],
      },
    ],
    false,
  ]);
});

test('the policy of a day is shown with rules, amounts, deadlines and switches', async () => {
  const query = `query ($asOf: Date) { policy(asOf: $asOf) { version inForceFrom inForceUntil basis
    amounts { trainingBalance total incentive { amount instalments } } rules { code isOn }
    deadlines { code days } switches { code state } } policyVersions { version switches { code state } } }`;
  interface Answer {
    policy: { version: string; rules: object[]; switches: { code: string; state: string }[] } | null;
    policyVersions: { version: string; switches: { code: string; state: string }[] }[];
  }
  expect((await askAnonymously<Answer>(query, { asOf: '2020-04-10' })).data.policy).toBeNull();
  const { data, statements } = await askAnonymously<Answer>(query, { asOf: '2023-01-01' });
  expect(statements).toBe(0);
  expect(data.policy).toMatchObject({
    version: '2023',
    inForceFrom: '2023-01-01',
    inForceUntil: null,
    amounts: { trainingBalance: 3_500_000, total: 4_200_000, incentive: { amount: 600_000, instalments: 1 } },
    deadlines: [
      { code: 'FIRST_PURCHASE', days: 15 },
      { code: 'BALANCE_ENDS', days: null },
    ],
  });
  expect(data.policy?.rules).toContainEqual({ code: 'RECEIVES_SOCIAL_AID', isOn: false });
  const offline = data.policyVersions.map(
    ({ switches }) => switches.find(({ code }) => code === 'OFFLINE_TRAINING')?.state,
  );
  expect(offline).toEqual(['COMMITTEE_DECISION_PENDING', 'COMMITTEE_DECISION_PENDING', 'ON']);
  const { data: before } = await askAnonymously<Answer>(query, { asOf: '2022-12-31' });
  expect(before.policy?.rules).toContainEqual({ code: 'RECEIVES_SOCIAL_AID', isOn: true });
});
