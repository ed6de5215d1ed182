import { Webhook } from 'standardwebhooks';
import { afterAll, expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { graphClient } from '../testkit/client.ts';
import { idsOf } from '../testkit/people.ts';
import { runSample } from '../testkit/samples.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';
import { openReceiver } from '../testkit/webhooks.ts';
import { addStackVacancy } from '../testkit/work-of-stack.ts';

const as = graphClient(inject('stack'));
const portal = as('portal');
const receiver = await openReceiver();
const TYPES = ['application.submitted', 'application.withdrawn', 'placement.answered'];
const key = () => crypto.randomUUID();

const REGISTER = `mutation ($url: String!, $types: [String!], $key: String!) {
  registerWebhook(input: { url: $url, types: $types }, idempotencyKey: $key) { webhook { id } secret refusal { code } } }`;
interface RegisterAnswer {
  registerWebhook: { webhook: { id: string } | null; secret: string | null; refusal: object | null };
}
const { data: registered } = await portal.query<RegisterAnswer>(REGISTER, {
  url: receiver.url,
  types: TYPES,
  key: key(),
});
afterAll(() =>
  portal.query(`mutation { removeWebhook(id: "${registered.registerWebhook.webhook?.id}") { refusal { code } } }`),
);

const EVENTS = `query ($after: String) { events(first: 100, after: $after) {
  nodes { id sequence type subject body } pageInfo { endCursor hasNextPage } } }`;
interface EventsAnswer {
  events: {
    nodes: { id: string; sequence: number; type: string; subject: string; body: string }[];
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  };
}
/** Everything that the portal was told, as one who asks instead reads it. */
const poll = async () => {
  const all: EventsAnswer['events']['nodes'] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { data }: { data: EventsAnswer } = await portal.query<EventsAnswer>(EVENTS, { after });
    all.push(...data.events.nodes);
    ({ endCursor: after, hasNextPage: more } = data.events.pageInfo);
  }
  return all;
};

test('a portal hears by webhook and by events, in one order, who applies, withdraws and confirms a hire; never a name', {
  timeout: 120_000,
}, async () => {
  const { webhook, secret, refusal } = registered.registerWebhook;
  expect({ webhook, refusal }).toEqual({ webhook: { id: expect.any(String) }, refusal: null });
  const [first = '', second = ''] = (await idsOf('ALUMNI', 4)).slice(2);
  const vacancy = await addStackVacancy({ skill: 'barista-work', region: '32.73' });
  const apply = async (id: string) => {
    const variables = { vacancy, message: 'Saya tertarik.', key: key() };
    const { applyToVacancy } = await runSample(as('participant', id), 'apply-to-vacancy', variables);
    return applyToVacancy.application?.id ?? '';
  };
  const hired = await apply(first);
  const withdrawn = await apply(second);
  await runSample(as('participant', second), 'withdraw-application', { id: withdrawn });
  await runSample(portal, 'update-application', { id: hired, status: 'INTERVIEW' });

  // The developer's view: who applies, by name, the quota, and what is to mend.
  const view = async () => (await runSample(portal, 'my-applicants', {})).portal;
  const seen = await until(view, (now) => {
    const nameOf = (of: string) => now?.applications?.nodes.find(({ id }) => id === of)?.applicant?.name;
    return Boolean(nameOf(hired)) && nameOf(withdrawn) === undefined;
  });
  const ofVacancy = seen?.applications?.nodes.filter(({ id }) => [hired, withdrawn].includes(id));
  expect(ofVacancy?.map(({ status, applicant }) => [status, applicant === null])).toEqual([
    ['WITHDRAWN', true],
    ['INTERVIEW', false],
  ]);
  expect(seen?.quota).toMatchObject({ used: expect.any(Number), remaining: expect.any(Number) });

  const startsOn = jakartaDayAfter(new Date(), 0);
  const input = { applicationId: hired, startsOn, wageBand: 'FROM_2M_TO_4M' } as const;
  const reported = await runSample(portal, 'report-placement', { input });
  const placement = reported.reportPlacement.placement?.id ?? '';
  await runSample(as('participant', first), 'confirm-placement', { id: placement, isRight: true });

  const subjects = [hired, withdrawn, placement];
  const ours = () => receiver.got.filter(({ body }) => subjects.includes(JSON.parse(body).subject));
  await until(
    async () => ours(),
    (events) => events.length === 4,
  );
  for (const { body, headers } of ours())
    expect(() => new Webhook(secret ?? '').verify(body, headers as never)).not.toThrow();
  const polled = (await poll()).filter(({ subject }) => subjects.includes(subject));
  expect(polled.map(({ body }) => JSON.parse(body))).toEqual(ours().map(({ body }) => JSON.parse(body)));
  expect(polled.map(({ sequence }) => sequence)).toEqual(
    polled.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
  );
  for (const { body } of polled) expect([first, second].filter((id) => body.includes(id))).toEqual([]);

  const names: Record<string, string> = { [hired]: 'first', [withdrawn]: 'second', [placement]: "first's hire" };
  const told = polled.map(({ body }) => JSON.parse(body)).toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  const rows = told.map(({ type, subject, data }) => [type, names[subject], Object.keys(data).toSorted().join(', ')]);
  expect(`\n${storyTable([['event', 'of', 'what it tells'], ...rows])}\n`).toMatchInlineSnapshot(`
    "
    event                  of            what it tells
    application.submitted  first         application, invitation, vacancy
    application.submitted  second        application, invitation, vacancy
    application.withdrawn  second        application
    placement.answered     first's hire  application, placement, status
    "
  `);
  expect(syntheticOrganizations.portal.id).toBe(told[0].organization);
});
