import { setTimeout } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { graphClient, operation } from '../testkit/client.ts';
import type { Operations } from '../testkit/operations.generated.ts';
import { rowsOf } from '../testkit/people.ts';
import { until } from '../testkit/until.ts';

const as = graphClient(inject('stack'));
const portal = as('portal');
const ALUMNI = operation('alumni-by-skill');
const GRANT = operation('grant-consent');
const WITHDRAW = operation('withdraw-consent');

/** What the law would have at once, and security.md promises within a minute. */
const PROMISED_MS = 60_000;

type AlumniPage = Operations['alumni-by-skill']['data'];
type Consent = Operations['grant-consent']['variables']['input'];

const taken: string[] = [];
/** Alumni whom no portal sees yet and no other test takes; each gets a skill besides. */
const alumniWith = async (skill: string, count: number) => {
  const text = `select participant_id as id from skill_profile
    where participant_id <> all($2::uuid[]) and participant_id not in (select participant_id from consent)
    order by participant_id desc offset 20 limit $1`;
  const ids = (await rowsOf<{ id: string }>('jobs', text, [count, taken])).map(({ id }) => id);
  taken.push(...ids);
  const add =
    'update skill_profile set skills = array_append(array_remove(skills, $2), $2) where participant_id = any($1::uuid[])';
  await rowsOf('jobs', add, [ids, skill]);
  return ids;
};

const grant = async (id: string, change: Partial<Consent> = {}) => {
  const input: Consent = { allPortals: true, purpose: 'JOB_MATCHING', ...change };
  const variables = { key: crypto.randomUUID(), input };
  const { data } = await as('participant', id).query(GRANT, variables);
  expect(data.grantConsent.refusal).toBeNull();
  return data.grantConsent.consent as { id: string; until: string };
};

const find = (skill: string, variables: object = {}) =>
  portal.query(ALUMNI, { skills: [skill], first: 50, ...variables });
const countOf = async (skill: string) => {
  const query = `{ alumniBySkill(skills: ["${skill}"], first: 50) { nodes { pseudonym } } }`;
  const { data, errors } = await portal.query<AlumniPage>(query);
  expect(errors).toBeUndefined();
  return data.alumniBySkill.nodes.length;
};
const isEventually = (skill: string, count: number) =>
  until(
    () => countOf(skill),
    (found) => found === count,
    PROMISED_MS,
  );

test('a portal finds alumni by one call and one statement of jobs, however many; names come from the programme office', async () => {
  const ids = await alumniWith('welding', 12);
  await Promise.all(ids.map((id) => grant(id)));
  await until(
    () => countOf('welding'),
    (found) => found >= 12,
    PROMISED_MS,
  );
  const one = await find('welding', { first: 1 });
  const many = await find('welding', { first: 12 });
  expect(many.errors).toBeUndefined();
  expect(many.data.alumniBySkill.nodes).toHaveLength(12);
  expect(many.data.alumniBySkill.nodes[0]).toEqual({
    pseudonym: expect.stringMatching(/^[0-9a-f]{32}$/),
    matchingSkills: [{ code: 'welding', name: expect.any(String) }],
    region: { code: expect.stringMatching(/^\d\d\.\d\d$/), name: expect.any(String) },
  });
  for (const { asked, statements } of [one, many]) {
    expect(asked).toEqual(['jobs', 'pmo']);
    expect(statements).toEqual({ jobs: 1, pmo: 2 });
  }
  const answer = JSON.stringify(many);
  expect(ids.filter((id) => answer.includes(id))).toEqual([]);
});

test('a withdrawal hides the person from portals well within a minute', async () => {
  const [id = ''] = await alumniWith('skill-of-withdrawal', 1);
  const consent = await grant(id, { allPortals: false, portalId: syntheticOrganizations.portal.id });
  expect(await isEventually('skill-of-withdrawal', 1)).toBe(1);
  const begun = performance.now();
  await as('participant', id).query(WITHDRAW, { id: consent.id, key: crypto.randomUUID() });
  expect(await isEventually('skill-of-withdrawal', 0)).toBe(0);
  const tookMs = performance.now() - begun;
  expect(tookMs).toBeLessThan(PROMISED_MS);
  // As a rule: the event is sent at the commit.
  expect(tookMs).toBeLessThan(10_000);
}, 130_000);

test('at its end a consent hides the person at once, without an event', async () => {
  const [id = ''] = await alumniWith('skill-of-expiry', 1);
  const lastsMs = 6_000;
  const { until: end } = await grant(id, {
    purpose: 'JOB_MATCHING',
    until: new Date(Date.now() + lastsMs).toISOString(),
    allPortals: false,
    portalId: syntheticOrganizations.portal.id,
  });
  expect(await isEventually('skill-of-expiry', 1)).toBe(1);
  await setTimeout(Math.max(0, Date.parse(end) - Date.now()) + 20);
  expect(await countOf('skill-of-expiry')).toBe(0);
});

test('a portal learns nothing else of the people it finds, and nobody else finds them', async () => {
  const { data } = await find('welding', { first: 1 });
  const [someone] = data.alumniBySkill.nodes;
  const { errors } = await portal.query('query ($id: ID!) { participant(id: $id) { id } }', { id: someone?.pseudonym });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  for (const role of ['participant', 'officer', 'platform', 'institution', 'wallet', 'treasury']) {
    const answer = await as(role).query<AlumniPage | null>(ALUMNI, { skills: ['welding'], first: 1 });
    expect([role, answer.data?.alumniBySkill ?? null, answer.errors?.[0]?.extensions.code]).toEqual([
      role,
      null,
      'FORBIDDEN',
    ]);
  }
});
