import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { ParticipantStatus } from '../participant/index.ts';
import { WorkStatus } from '../profile/index.ts';
import { skills } from '../skill/skills.data.ts';
import { alumniOffers } from './offers.data.ts';

const { ask, askAnonymously, database } = await openPmo();

interface Offers {
  nodes: { code: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const list = async (args: string) => {
  const answer = await askAnonymously<{ alumniOffers: Offers }>(
    `{ alumniOffers(${args}) { nodes { code } pageInfo { hasNextPage endCursor } } }`,
  );
  return { ...answer, offers: answer.data?.alumniOffers, codes: answer.codes };
};

const codesIn = ({ nodes }: Offers) => nodes.map(({ code }) => code);

const person = async (status: string, workStatus: string, interests: string[] = []): Promise<string> => {
  const id = uuidv7();
  await database.pool.query(
    `insert into participant (id, status, name, birth_date, region_code, work_status, interests, registered_at)
      values ($1, $2, 'Siti', '1990-01-01', '32.73', $3, $4, now())`,
    [id, status, workStatus, interests],
  );
  return id;
};

interface OwnOffers {
  me: { alumniOffers: Offers & { access: string; explanation: string } };
}

const mine = async (id: string, args = 'first: 20') => {
  const wanted = 'access explanation nodes { code } pageInfo { hasNextPage endCursor }';
  const { data, statements } = await ask<OwnOffers>(
    callerOf(id, 'self'),
    `{ me { alumniOffers(${args}) { ${wanted} } } }`,
  );
  return { ...data.me.alumniOffers, statements };
};

test('the offers stand in order, name known skills and work statuses, and say where they are from', () => {
  const codes = alumniOffers.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  const known = new Set(skills.map(({ code }) => code));
  expect(alumniOffers.flatMap((offer) => offer.skills).filter((code) => !known.has(code))).toEqual([]);
  const statuses: string[] = Object.values(WorkStatus);
  expect(alumniOffers.flatMap((offer) => offer.workStatuses).filter((status) => !statuses.includes(status))).toEqual(
    [],
  );
  expect(alumniOffers.filter(({ isSynthetic, source }) => isSynthetic !== /made up$/.test(source))).toEqual([]);
});

test('the KUR micro-loan is as the sources tell: at most Rp 10 million, a credit check, 13,525 offered, 777 applied', async () => {
  const { data, statements } = await askAnonymously(`{ alumniOffers(first: 5, kind: MICRO_LOAN) { nodes {
    code kind title conditions maxAmount workStatuses skills { code } figures { name value } isSynthetic opensOn } } }`);
  expect(data).toEqual({
    alumniOffers: {
      nodes: [
        {
          code: 'kur-micro-loan',
          kind: 'MICRO_LOAN',
          title: 'KUR micro-loan for alumni entrepreneurs',
          conditions: 'The bank asks the credit bureau before it lends.',
          maxAmount: 10_000_000,
          workStatuses: ['ENTREPRENEUR'],
          skills: [],
          isSynthetic: false,
          opensOn: null,
          figures: [
            { name: 'OFFERED', value: 13_525 },
            { name: 'APPLIED', value: 777 },
          ],
        },
      ],
    },
  });
  expect(statements).toBe(0);
});

test('anyone sees what was offered on a day, kind by kind and page by page', async () => {
  const on = async (day: string) => codesIn((await list(`first: 20, asOf: "${day}"`)).offers);
  expect(await on('2020-12-31')).toEqual(['kur-micro-loan']);
  expect([(await on('2022-12-31')).length, (await on('2023-01-01')).includes('free-catering-business')]).toEqual([
    7,
    false,
  ]);
  expect(codesIn((await list('first: 20, kind: PROGRAMME, asOf: "2023-01-01"')).offers)).toEqual([
    'programme-alumni-community',
    'programme-business-mentoring',
  ]);
  const first = (await list('first: 4, asOf: "2022-12-31"')).offers;
  const next = (await list(`first: 4, asOf: "2022-12-31", after: "${first.pageInfo.endCursor}"`)).offers;
  expect([...codesIn(first), ...codesIn(next)]).toEqual(alumniOffers.map(({ code }) => code));
  expect([first.pageInfo.hasNextPage, next.pageInfo.hasNextPage]).toEqual([true, false]);
  expect((await list('first: 0')).codes).toEqual(['PAGE_SIZE_OUT_OF_RANGE']);
  expect((await list('first: 1, after: "x"')).codes).toEqual(['CURSOR_MALFORMED']);
});

test('an alumnus has the offers of their work status and interests; the loan is for entrepreneurs', async () => {
  const everyone = ['programme-alumni-community'];
  expect(codesIn(await mine(await person('ALUMNI', 'WORKER')))).toEqual(['free-job-interview', ...everyone]);
  const skilled = await mine(await person('ALUMNI', 'LAID_OFF', ['welding', 'spreadsheets']));
  expect(codesIn(skilled)).toEqual(['free-data-skills', 'free-job-interview', ...everyone]);
  const entrepreneur = await mine(await person('ALUMNI', 'ENTREPRENEUR'));
  expect(codesIn(entrepreneur)).toEqual(['kur-micro-loan', ...everyone, 'programme-business-mentoring']);
  expect([entrepreneur.access, entrepreneur.statements]).toEqual(['OPEN', 1]);
});

test.each(Object.values(ParticipantStatus).filter((status) => status !== 'ALUMNI'))(
  'who is %s has an empty page that says why',
  async (status) => {
    const { access, explanation, nodes, pageInfo } = await mine(await person(status, 'ENTREPRENEUR', ['spreadsheets']));
    const wanted = status === 'REVOKED' || status === 'BARRED' ? status : 'AFTER_FIRST_CERTIFICATE';
    expect({ access, nodes, more: pageInfo.hasNextPage }).toEqual({ access: wanted, nodes: [], more: false });
    expect(explanation).toMatch(/alumni/);
  },
);

test('offers of a person are for that person and for officers', async () => {
  const id = await person('ALUMNI', 'WORKER');
  const read = `{ participant(id: "${id}") { alumniOffers(first: 1) { access nodes { skills { code } } } } }`;
  const seen = async (scope: string, subject: string) => (await ask(callerOf(subject, scope), read)).codes;
  expect([await seen('participant:read', 'officer'), await seen('self', id)]).toEqual([[], []]);
  const entity = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { alumniOffers(first: 1) { access } } } }`;
  const people = [{ __typename: 'Participant', id }];
  expect((await ask(callerOf(uuidv7(), 'self'), entity, { people })).codes).toEqual(['FORBIDDEN']);
});
