import { beforeEach, expect, test } from 'vitest';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, openTraining, organizations } from '../../../tests/testkit/training.ts';
import { inForce, provinces } from '../policy/index.ts';
import { publishingFault } from './index.ts';

const { database, ask, askAnonymously } = await openTraining([]);
const all = inForce(provinces, '2026-11-28').value;
const publisher = (org: string | null, scope = 'course:publish') => ({ ...callerOf('client-1', scope), org });
const pijar = publisher(organizations.pijar);

const TAX_NUMBER = '01.234.567.8-901.000';
const rest = {
  legalForm: 'LIMITED_COMPANY',
  established: '2015-05-05',
  accreditation: ' BAN-PT A ',
  provinces: all,
};

const profile = { ...rest, taxNumber: TAX_NUMBER };

interface Answer {
  [mutation: string]: { refusal: { code: string; path: string[] } | null; partner: { profile: object } | null };
}

const update = async (input: object = {}, { as = pijar, version = 0, kind = 'Platform' } = {}) => {
  const source = `mutation ($input: ${kind}ProfileInput!, $version: Int!) {
    update${kind}Profile(input: $input, expectedVersion: $version) {
      partner: ${kind.toLowerCase()} { profile {
        legalForm established accreditation version provinces { code } } }
      refusal { code path } } }`;
  const { data, errors } = await ask<Answer>(as, source, { input: { ...profile, ...input }, version });
  expect(errors).toEqual([]);
  return data[`update${kind}Profile`] as Answer[string];
};

beforeEach(async () => {
  await database.pool.query('delete from organization_profile');
});

test('a platform states its profile, reads it, and changes it by its version', async () => {
  const first = await update({ provinces: ['32', '31', '32'] });
  expect(first).toEqual({
    refusal: null,
    partner: {
      profile: {
        ...rest,
        accreditation: 'BAN-PT A',
        provinces: [{ code: '31' }, { code: '32' }],
        version: 1,
      },
    },
  });
  expect((await update({}, { version: 0 })).refusal?.code).toBe('VERSION_CHANGED');
  expect((await update({ accreditation: null }, { version: 1 })).partner?.profile).toMatchObject({
    version: 2,
    accreditation: null,
  });
  expect((await update({}, { version: 7 })).refusal?.code).toBe('VERSION_CHANGED');
});

test('of ten that write the first profile at once one does, of ten that change it one', async () => {
  for (const version of [0, 1]) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => update({}, { version })));
    expect(answers.filter(({ refusal }) => refusal === null)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ refusal }) => refusal?.code ?? []))).toEqual(new Set(['VERSION_CHANGED']));
  }
});

test('a change of a profile that is not there is refused, and leaves none', async () => {
  expect((await update({}, { version: 3 })).refusal?.code).toBe('VERSION_CHANGED');
  expect((await database.pool.query('select from organization_profile')).rowCount).toBe(0);
});

test.each([
  ['TAX_NUMBER_MALFORMED', { taxNumber: '12345' }],
  ['TAX_NUMBER_MALFORMED', { taxNumber: '3273014107900001' }],
  ['TAX_NUMBER_MALFORMED', { taxNumber: '0'.repeat(16) }],
  ['TAX_NUMBER_MALFORMED', { taxNumber: "0'; drop table" }],
  ['ESTABLISHED_IMPOSSIBLE', { established: '2090-01-01' }],
  ['ESTABLISHED_IMPOSSIBLE', { established: '1700-01-01' }],
  ['ACCREDITATION_MALFORMED', { accreditation: 'x' }],
  ['ACCREDITATION_MALFORMED', { accreditation: 'x'.repeat(201) }],
  ['PROVINCE_UNKNOWN', { provinces: ['32', '99'] }],
  ['PROVINCE_UNKNOWN', { provinces: ['32.73'] }],
])('%s is an answer, and keeps nothing: %o', async (code, input) => {
  expect((await update(input)).refusal?.code).toBe(code);
  expect((await database.pool.query('select from organization_profile')).rowCount).toBe(0);
});

const read = (as: typeof pijar, id: string = organizations.pijar) =>
  ask(as, 'query ($id: ID!) { taxNumber(organizationId: $id) }', { id });

test.each([
  ['012345678901000', '0012345678901000'],
  ['0012345678901000', '0012345678901000'],
  ['1000000001234567', '1000000001234567'],
])('the tax number %s is kept as %s', async (taxNumber, kept) => {
  expect((await update({ taxNumber })).refusal).toBeNull();
  expect((await read(pijar)).data).toEqual({ taxNumber: kept });
});

test('an institution states its seat too', async () => {
  const satu = publisher(organizations.satu);
  const answer = await update({ seat: '73.71' }, { as: satu, kind: 'Institution' });
  expect(answer.refusal).toBeNull();
  const { data } = await ask(satu, `{ institution(id: "${idOf(1)}") { region { code } } }`);
  expect(data).toEqual({ institution: { region: { code: '73.71' } } });
  const wrong = await update({ seat: '73' }, { as: satu, kind: 'Institution', version: 1 });
  expect(wrong.refusal).toMatchObject({ code: 'REGION_MALFORMED', path: ['input', 'seat'] });
});

test.each([
  ['an institution', publisher(organizations.satu)],
  ['an organisation that no table knows', publisher(idOf(9_999))],
  ['an organisation whose id is no UUID', publisher('pijar')],
  ['a token without an organisation', publisher(null)],
  ['a token without the scope', publisher(organizations.pijar, 'enrollment:read')],
])('%s states no profile of a platform', async (_who, as) => {
  expect((await update({}, { as })).refusal?.code).toBe('FORBIDDEN');
  expect((await database.pool.query('select from organization_profile')).rowCount).toBe(0);
});

test('the tax number is for its own organisation and for officers, the rest is for everyone', async () => {
  await update();
  const shown = { data: { taxNumber: '0012345678901000' }, codes: [] };
  expect(await read(pijar)).toMatchObject(shown);
  expect(await read(publisher(idOf(1), 'organization:manage'))).toMatchObject(shown);
  for (const as of [
    publisher(organizations.pintar),
    publisher(null),
    publisher(organizations.pijar, 'enrollment:read'),
  ])
    expect(await read(as)).toMatchObject({ data: { taxNumber: null }, codes: ['FORBIDDEN'] });
  const others = `{ platform(id: "${idOf(1)}") { profile { version legalForm } } }`;
  expect((await askAnonymously(others)).data).toEqual({
    platform: { profile: { version: 1, legalForm: 'LIMITED_COMPANY' } },
  });
  expect(await read(publisher(null, 'organization:manage'), 'nobody')).toMatchObject({ data: { taxNumber: null } });
});

test('a platform publishes once it serves two thirds of the provinces of that day', async () => {
  const fault = async (day: string) =>
    (await publishingFault(database.orm.em.fork(), organizations.pijar, new Date(`${day}T12:00:00Z`)))?.code ?? null;
  expect(await fault('2026-11-28')).toBe('PROFILE_MISSING');
  await update({ provinces: all.slice(0, 25) });
  expect([await fault('2026-11-28'), await fault('2021-01-01')]).toEqual(['PROVINCES_TOO_FEW', null]);
  await update({ provinces: all.slice(0, 26) }, { version: 1 });
  expect(await fault('2026-11-28')).toBeNull();
  await update({ provinces: all.slice(0, 22) }, { version: 2 });
  expect(await fault('2021-01-01')).toBe('PROVINCES_TOO_FEW');
});
