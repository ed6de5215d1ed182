import { readFileSync } from 'node:fs';
import { expect, inject, onTestFinished, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { until } from '../testkit/until.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const { data } = inject('stack');
const as = graphClient(inject('stack'));
const portal = as('portal');

const USE = '{ vacancies(first: 1, filter: { skill: "barista-work" }) { nodes { id } } }';
const LIST = '{ deprecations(first: 20) { nodes { coordinate users { days { executions } } } } }';
interface ListAnswer {
  deprecations: { nodes: { coordinate: string; users: { days: { executions: number }[] }[] }[] };
}
const EVENTS = '{ events(first: 100) { nodes { type body } } }';
interface EventsAnswer {
  events: { nodes: { type: string; body: string }[] };
}

test('docs/partners/deprecate-a-field.md: what it says, prints and tells', { timeout: 240_000 }, async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  await portal.query(USE);
  const DOCUMENT = 'docs/partners/deprecate-a-field.md';
  const [refused = '', passed = '', list = '', acknowledge = ''] = commandBlocks(DOCUMENT)
    .filter(({ text }) => text.includes('npm run'))
    .map(({ text }) => text);
  const quoted = /```text\n(kur\.graphql:[\s\S]+?)```/.exec(readFileSync(DOCUMENT, 'utf8'))?.[1];
  expect(await run(refused)).toBe(quoted);
  expect(await run(passed)).toBe('kur.graphql: accepted: nothing to say\n');
  const seen = await until(
    async () => (await portal.query<ListAnswer>(LIST)).data.deprecations.nodes,
    (nodes) => nodes.some(({ users }) => users.some(({ days }) => days.length > 0)),
    150_000,
  );
  expect(seen.map(({ coordinate }) => coordinate)).toEqual(['VacancyFilter.skill']);
  expect(await run(list)).toMatch(/VacancyFilter\.skill +skills +2027-12-31 +STANDS +.+ +no +1, last on /);
  const told = await until(
    async () => (await portal.query<EventsAnswer>(EVENTS)).data.events.nodes,
    (nodes) => nodes.some(({ type }) => type === 'element.deprecated'),
    30_000,
  );
  const bodies = told.filter(({ type }) => type === 'element.deprecated').map(({ body }) => JSON.parse(body).data);
  expect(bodies).toMatchObject([{ element: 'VacancyFilter.skill', replacement: 'skills', until: '2027-12-31' }]);
  expect(await run(acknowledge)).toMatch(/VacancyFilter\.skill .+ yes /);
});

const HEALTH = '{ organizationHealth { days { operations } } }';
interface HealthAnswer {
  organizationHealth: { days: { operations: number }[] };
}

test('docs/partners/read-your-health.md: an organisation reads its own, and the programme office all', {
  timeout: 180_000,
}, async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  await portal.query(USE);
  await until(
    async () => (await portal.query<HealthAnswer>(HEALTH)).data.organizationHealth.days,
    (days) => days.some(({ operations }) => operations > 0),
    90_000,
  );
  const [own = '', office = ''] = commandBlocks('docs/partners/read-your-health.md')
    .filter(({ text }) => text.includes('npm run'))
    .map(({ text }) => text);
  expect(await run(own)).toMatch(/points of today: \d+ of 1000000000 are left until .+\n\nWhat it asked:\n/);
  expect(JSON.parse(await run(office))).toMatchObject({ organizationId: '018d0000-0000-7000-8000-000000000103' });
  const stranger = own.replace('--role portal', '--role platform --organization 018d0000-0000-7000-8000-000000000103');
  await expect(run(stranger)).rejects.toThrow('The token does not allow this');
});
