import { expect, test } from 'vitest';
import { idOf, openTraining, organizations } from '../../../tests/testkit/training.ts';
import { handlersOf } from '../../kit/assembly.ts';
import type { EventDefinition } from '../../kit/events/event.ts';
import { training } from '../features.ts';
import { organizationResumed, organizationSuspended } from '../organization/organization.events.ts';

const COURSE = 11;
const RECIPIENT = 501;
const { ask, askAnonymously, database, services } = await openTraining([
  { number: COURSE, title: 'Barista Pijar', skills: ['barista-work'], platform: 1, institution: 2 },
  { number: 12, title: 'Barista Pintar', skills: ['barista-work'], platform: 2, institution: 1 },
]);
await database.pool.query(
  `insert into schedule (course_id, mode, instructor, seats, starts_at, ends_at)
    select id, 'ONLINE', 'Budi', 30, now() + interval '7 days', now() + interval '8 days' from course`,
);
await database.pool.query(
  `insert into recipient (participant_id, wave_number, first_purchase_by, announced_at)
    values ($1, 1, now() + interval '30 days', now())`,
  [idOf(RECIPIENT)],
);
const handlers = handlersOf(training, services);

const tell = (definition: EventDefinition, data: object) => {
  const handler = handlers.find((each) => each.definition.type === definition.type);
  const event = { id: crypto.randomUUID() } as Parameters<(typeof handlers)[number]['handle']>[2];
  return database.orm.em
    .fork()
    .transactional(async (em) =>
      handler?.handle(em, definition.data.parse({ ...data, at: '2026-11-01T00:00:00Z' }), event),
    );
};

const EVERYWHERE = `query ($ids: [_Any!]!, $platform: ID!, $institution: ID!, $id: ID!) {
  text: courses(first: 5, filter: { search: "barista", skills: ["barista-work"] }) { nodes { title } }
  all: courses(first: 5) { nodes { title } totalCount facets {
    platforms { count } modes { count } skills { count } regions { count } prices { count } } }
  soon: courses(first: 5, order: STARTS_SOON) { nodes { title } }
  platform(id: $platform) { courses(first: 5) { nodes { title } } }
  institution(id: $institution) { courses(first: 5) { nodes { title } } }
  course(id: $id) { title }
  _entities(representations: $ids) { ... on Skill { courses(first: 5) { nodes { title } } } } }`;

interface List {
  nodes: { title: string }[];
}

interface Everywhere {
  text: List;
  all: List & { totalCount: number; facets: Record<string, { count: number }[]> };
  soon: List;
  platform: { courses: List };
  institution: { courses: List };
  course: { title: string } | null;
  _entities: { courses: List }[];
}

/** Lists where Pijar's course is found, and how many courses each facet counts. */
const lookEverywhere = async () => {
  const ids = [{ __typename: 'Skill', code: 'barista-work' }];
  const variables = { ids, platform: idOf(1), institution: idOf(2), id: idOf(COURSE) };
  const { data, codes } = await askAnonymously<Everywhere>(EVERYWHERE, variables);
  expect(codes).toEqual([]);
  const { text, all, soon, platform, institution, course, _entities } = data;
  const lists = {
    text,
    all,
    soon,
    ofPlatform: platform.courses,
    ofInstitution: institution.courses,
    ofSkill: _entities[0]?.courses,
    byId: { nodes: course ? [course] : [] },
  };
  const has = Object.entries(lists).filter(([, list]) => list?.nodes.some(({ title }) => title === 'Barista Pijar'));
  const sums = Object.values(all.facets).map((counts) => counts.reduce((sum, { count }) => sum + count, 0));
  return { foundIn: has.map(([name]) => name), counts: [...new Set([all.totalCount, ...sums])] };
};

const everywhere = ['text', 'all', 'soon', 'ofPlatform', 'ofInstitution', 'ofSkill', 'byId'];

const RESERVE = `mutation ($course: ID!, $key: String!) { reserveSeat(course: $course, idempotencyKey: $key) {
  refusal { code } } }`;

test.each([
  ['platform', organizations.pijar],
  ['institution', organizations.dua],
])(
  'courses of a suspended %s are neither found nor counted nor sold, until it is resumed',
  async (_kind, organization) => {
    expect(await lookEverywhere()).toEqual({ foundIn: everywhere, counts: [2] });
    await tell(organizationSuspended, { organization, version: 2 });
    expect(await lookEverywhere()).toEqual({ foundIn: [], counts: [1] });

    const person = { id: idOf(RECIPIENT), org: null, can: (scope: string) => scope === 'self' };
    const { data } = await ask<{ reserveSeat: { refusal: { code: string } } }>(person, RESERVE, {
      course: idOf(COURSE),
      key: 'a-key-of-its-own-1',
    });
    expect(data.reserveSeat.refusal.code).toBe('COURSE_UNKNOWN');

    const owner = {
      id: organizations.pijar,
      org: organizations.pijar,
      can: (scope: string) => scope === 'course:publish',
    };
    const own = await ask(owner, 'query ($id: ID!) { course(id: $id) { title } }', { id: idOf(COURSE) });
    expect(own.data).toEqual({ course: { title: 'Barista Pijar' } });
    const representations = [{ __typename: 'Course', id: idOf(COURSE) }];
    const named = await askAnonymously(
      'query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Course { title } } }',
      { ids: representations },
    );
    expect(named.data).toEqual({ _entities: [{ title: 'Barista Pijar' }] });

    await tell(organizationResumed, { organization, version: 3 });
    expect(await lookEverywhere()).toEqual({ foundIn: everywhere, counts: [2] });
  },
);
