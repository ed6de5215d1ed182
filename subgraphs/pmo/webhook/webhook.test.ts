import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { whileWaitingFor } from '../../../tests/testkit/held-lock.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import {
  isSignedBy,
  memberOf,
  openReceiver,
  openWebhooks,
  paidSeat,
  type ReceivedEvent,
} from '../../../tests/testkit/webhooks.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { webhook } from './webhook.feature.ts';

const pmo = await openWebhooks();
const { database, clock, call, register, tell, run, newOrganization } = pmo;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

afterEach(async () => {
  for (const { sql } of webhook.invariants) expect((await database.pool.query(sql)).rows).toEqual([]);
});

const sequencesOf = (got: readonly ReceivedEvent[]) => got.map(({ sequence }) => sequence);

const codeOf = async (name: Parameters<typeof call>[0], organization: string, variables: object) =>
  (await call(name, organization, variables)).refusal?.code;

test('events of its types reach a webhook in their order, signed, as `events` shows them, and each once', async () => {
  const organization = await newOrganization();
  const all = await openReceiver();
  const some = await openReceiver();
  await tell(paidSeat(organization));
  await run();
  const { secret } = await register(organization, all.url);
  await register(organization, some.url, ['seat.released']);
  const enrollment = uuidv7();
  const data = { enrollment, course: uuidv7(), reason: 'EXPIRED' } as const;
  await tell(paidSeat(organization), { organization, type: 'seat.released', subject: enrollment, data });
  await tell(...Array.from({ length: 120 }, () => paidSeat(organization)));
  await run();
  await run();
  expect(sequencesOf(all.got)).toEqual(Array.from({ length: 122 }, (_, index) => index + 2));
  expect(some.got.map(({ type }) => type)).toEqual(['seat.released']);
  expect(all.got.every((event) => isSignedBy(secret, event))).toBe(true);
  expect(() => new Webhook(secret).verify(all.got[0]?.body ?? '', all.got[0]?.headers as never)).not.toThrow();
  const source = '{ events(first: 100, afterSequence: 1) { nodes { id body } } }';
  type Answer = { events: { nodes: { id: string; body: string }[] } };
  const { events } = (await pmo.ask<Answer>(memberOf(organization), source)).data;
  expect(events.nodes.map(({ body }) => body)).toEqual(all.got.slice(0, 100).map(({ body }) => body));
  expect(events.nodes.map(({ id }) => id)).toEqual(all.got.slice(0, 100).map(({ headers }) => headers['webhook-id']));
});

test('a secret is sealed, shown again for the same key alone, and its successor signs beside it for a day', async () => {
  const organization = await newOrganization();
  const receiver = await openReceiver();
  const key = crypto.randomUUID();
  const input = { url: receiver.url };
  const first = await call('registerWebhook', organization, { input, key });
  expect(await call('registerWebhook', organization, { input, key })).toEqual(first);
  const id = first.webhook?.id;
  const old = first.secret ?? '';
  const fresh = (await call('rotateWebhookSecret', organization, { id })).secret ?? '';
  expect(fresh).toMatch(/^whsec_/);
  const { rows } = await database.pool.query('select * from webhook_secret where webhook_id = $1', [id]);
  expect(rows).toHaveLength(2);
  expect(rows.some(({ sealed }) => [old, fresh].some((secret) => sealed.includes(Buffer.from(secret.slice(6)))))).toBe(
    false,
  );
  const answers = JSON.stringify((await database.pool.query('select answer from idempotency_key')).rows);
  expect(answers).not.toContain('whsec_');
  await tell(paidSeat(organization));
  await run();
  clock.advance(DAY_MS + 1_000);
  await tell(paidSeat(organization));
  await run();
  const signedBy = receiver.got.map((event) => [isSignedBy(old, event), isSignedBy(fresh, event)]);
  expect(signedBy).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('what fails is tried again later, in its order, and after three days the webhook is paused with notice', async () => {
  const organization = await newOrganization();
  const failing = await openReceiver();
  const other = await openReceiver();
  const { id } = await register(organization, failing.url, ['seat.paid']);
  await register(organization, other.url);
  failing.state.status = 500;
  await tell(paidSeat(organization), paidSeat(organization));
  await run();
  expect([failing.got, sequencesOf(other.got)]).toEqual([[], [1, 2]]);
  await run();
  expect((await webhookOf(organization, id)).failures).toBe(1);
  clock.advance(2_000);
  await run();
  expect((await webhookOf(organization, id)).failures).toBe(2);
  failing.state.status = 204;
  clock.advance(10_000);
  await run();
  expect([sequencesOf(failing.got), (await webhookOf(organization, id)).failingSince]).toEqual([[1, 2], null]);
  failing.state.status = 503;
  await tell(paidSeat(organization));
  for (let tries = 0; tries < 40; tries += 1) {
    await run();
    clock.advance(8 * HOUR_MS);
  }
  await run();
  expect(await webhookOf(organization, id)).toMatchObject({ status: 'PAUSED', pausedBecause: 'FAILING', position: 2 });
  expect(other.got.at(-1)).toMatchObject({ type: 'webhook.paused', sequence: 4 });
  const tries = await database.pool.query(
    'select sequence::int, number, outcome from webhook_try where webhook_id = $1 order by id',
    [id],
  );
  expect(tries.rows.slice(0, 5)).toEqual([
    { sequence: 1, number: 1, outcome: 'REFUSED' },
    { sequence: 1, number: 2, outcome: 'REFUSED' },
    { sequence: 1, number: 3, outcome: 'DELIVERED' },
    { sequence: 2, number: 1, outcome: 'DELIVERED' },
    { sequence: 3, number: 1, outcome: 'REFUSED' },
  ]);
  failing.state.status = 204;
  await call('resumeWebhook', organization, { id });
  await run();
  expect(sequencesOf(failing.got)).toEqual([1, 2, 3]);
});

test('a receiver that does not answer delays no other one, of its own organisation neither', async () => {
  const organization = await newOrganization();
  const another = await newOrganization();
  const silent = await openReceiver();
  const brisk = await openReceiver();
  const foreign = await openReceiver();
  const held = Promise.withResolvers<void>();
  silent.state.held = held.promise;
  await register(organization, silent.url);
  await register(organization, brisk.url);
  await register(another, foreign.url);
  await tell(...Array.from({ length: 130 }, (_, index) => paidSeat(index % 2 ? another : organization)));
  await pmo.services.sequencer.tick();
  const working = pmo.services.dispatcher.tick();
  await until(
    async () => brisk.got.length + foreign.got.length,
    (count) => count === 130,
    5_000,
  );
  expect([silent.got.length, brisk.got.length, foreign.got.length]).toEqual([0, 65, 65]);
  held.resolve();
  await working;
  expect(silent.got).toHaveLength(65);
});

test('a turn that ends while another is written down is written down too, and its events come once', async () => {
  const organization = await newOrganization();
  const brisk = await openReceiver();
  const slow = await openReceiver();
  const held = Promise.withResolvers<void>();
  slow.state.held = held.promise;
  const { id } = await register(organization, brisk.url);
  await register(organization, slow.url);
  const lock = { databaseUrl: pmo.url, lock: 'select from webhook where id = $1 for update', values: [id] };
  // Only now: what is told is sent at once.
  const send = async () => {
    await tell(paidSeat(organization));
    await pmo.services.sequencer.tick();
    await pmo.services.dispatcher.tick();
  };
  await whileWaitingFor(lock, {
    begin: () => void send(),
    meanwhile: async () => {
      held.resolve();
      await until(
        async () => slow.got.length,
        (count) => count === 1,
        5_000,
      );
      // For the answer to come back.
      await delay(50);
    },
  });
  await pmo.services.dispatcher.tick();
  expect([brisk, slow].map(({ got }) => sequencesOf(got))).toEqual([[1], [1]]);
});

test('one event that a receiver cannot take is left out by resuming behind it', async () => {
  const organization = await newOrganization();
  const receiver = await openReceiver();
  const { id } = await register(organization, receiver.url);
  receiver.state.status = 410;
  await tell(paidSeat(organization), paidSeat(organization));
  await run();
  expect(await webhookOf(organization, id)).toMatchObject({ status: 'PAUSED', pausedBecause: 'GONE', position: 0 });
  receiver.state.status = 204;
  expect(await codeOf('resumeWebhook', organization, { id, after: 99 })).toBe('WEBHOOK_SEQUENCE_OUT_OF_RANGE');
  await call('resumeWebhook', organization, { id, after: 1 });
  await run();
  expect(receiver.got.map(({ type }) => type)).toEqual(['seat.paid', 'webhook.paused']);
});

test('a test event reaches one webhook alone, whatever its types', async () => {
  const organization = await newOrganization();
  const one = await openReceiver();
  const other = await openReceiver();
  const { id } = await register(organization, one.url, ['seat.paid']);
  await register(organization, other.url);
  expect(await codeOf('sendTestEvent', organization, { id })).toBeUndefined();
  await run();
  expect([one.got.map(({ type }) => type), other.got]).toEqual([['test.sent'], []]);
});

test('a paused webhook, a removed one and those of a suspended organisation get nothing', async () => {
  const organization = await newOrganization();
  const suspended = await newOrganization();
  const receiver = await openReceiver();
  const paused = await register(organization, receiver.url);
  const removed = await register(organization, receiver.url);
  await register(suspended, receiver.url);
  await call('pauseWebhook', organization, { id: paused.id });
  await call('removeWebhook', organization, { id: removed.id });
  await database.pool.query(
    `update organization set status = 'SUSPENDED', suspended_at = now(), suspension_reason = 'test' where id = $1`,
    [suspended],
  );
  await tell(paidSeat(organization), paidSeat(suspended));
  await run();
  expect(receiver.got).toEqual([]);
  expect(await codeOf('pauseWebhook', organization, { id: paused.id })).toBe('WEBHOOK_TRANSITION_ILLEGAL');
  expect(await codeOf('resumeWebhook', organization, { id: removed.id })).toBe('WEBHOOK_UNKNOWN');
  await call('resumeWebhook', organization, { id: paused.id });
  await run();
  expect(receiver.got).toHaveLength(1);
});

const STATE = 'id status pausedBecause position failures failingSince url types';

interface ShownWebhook {
  status: string;
  failures: number;
  failingSince: string | null;
  url: string | null;
}

const webhookOf = async (organization: string, id: string, scope = 'webhook:manage') => {
  const source = `query ($id: ID!) { webhook(id: $id) { ${STATE} } }`;
  const { data } = await pmo.ask<{ webhook: ShownWebhook | null }>(memberOf(organization, scope), source, { id });
  return data.webhook as ShownWebhook;
};

test('an organisation sees and changes its own webhooks alone; officers see their state, not where they lead', async () => {
  const own = await newOrganization();
  const other = await newOrganization();
  const receiver = await openReceiver();
  const { id } = await register(own, receiver.url);
  const input = { url: receiver.url };
  const replay = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  const attempts = {
    updateWebhook: { id, input },
    pauseWebhook: { id },
    resumeWebhook: { id },
    rotateWebhookSecret: { id },
    removeWebhook: { id },
    sendTestEvent: { id },
    replayEvents: { id, input: replay },
  } as const;
  for (const [name, variables] of Object.entries(attempts)) {
    expect([name, await codeOf(name as keyof typeof attempts, other, variables)]).toEqual([name, 'WEBHOOK_UNKNOWN']);
  }
  expect(await webhookOf(other, id)).toBeNull();
  expect((await webhookOf(own, id)).url).toBe(receiver.url);
  const officer = callerOf('officer-1', 'organization:manage');
  const source = `query ($id: ID) { webhooks(organizationId: $id, first: 5) { nodes { ${STATE} } } }`;
  type Answer = { webhooks: { nodes: ShownWebhook[] } };
  const { data } = await pmo.ask<Answer>(officer, source, { id: own });
  expect(data.webhooks.nodes).toMatchObject([{ status: 'ACTIVE', url: null }]);
  const without = await pmo.ask(memberOf(own, 'course:publish'), source, { id: own });
  expect(without.codes).toEqual(['FORBIDDEN']);
  expect((await pmo.ask(memberOf(other), source, { id: own })).codes).toEqual(['FORBIDDEN']);
  expect((await pmo.ask<Answer>(memberOf(other), source)).data.webhooks.nodes).toEqual([]);
  expect((await pmo.ask<Answer>(memberOf(own), source)).data.webhooks.nodes).toMatchObject([{ url: receiver.url }]);
});

test('the log of tries is paged by one statement for all webhooks of a page', async () => {
  const organization = await newOrganization();
  const receiver = await openReceiver();
  await register(organization, receiver.url);
  await register(organization, receiver.url);
  await tell(...Array.from({ length: 5 }, () => paidSeat(organization)));
  await run();
  const source = `query ($after: String) { webhooks(first: 5) { nodes {
    deliveries(first: 3, after: $after) { nodes { sequence attempt outcome statusCode } pageInfo { endCursor } } } } }`;
  type Page = { nodes: { sequence: number }[]; pageInfo: { endCursor: string } };
  type Answer = { webhooks: { nodes: { deliveries: Page }[] } };
  const first = await pmo.ask<Answer>(memberOf(organization), source);
  const pages = first.data.webhooks.nodes.map(({ deliveries }) => deliveries);
  expect(pages.map(({ nodes }) => nodes.map(({ sequence }) => sequence))).toEqual([
    [5, 4, 3],
    [5, 4, 3],
  ]);
  expect(pages[0]?.nodes[0]).toEqual({ sequence: 5, attempt: 1, outcome: 'DELIVERED', statusCode: 204 });
  expect(first.statements).toBe(2);
});

test.each([
  ['WEBHOOK_URL_MALFORMED', { url: 'nowhere' }],
  ['WEBHOOK_ADDRESS_FORBIDDEN', { url: 'https://10.0.0.1/' }],
  ['WEBHOOK_TYPE_UNKNOWN', { url: 'http://127.0.0.1:9000/', types: ['seat.sold'] }],
  ['WEBHOOK_TYPES_OUT_OF_RANGE', { url: 'http://127.0.0.1:9000/', types: [] }],
])('%s is an answer, and leaves nothing', async (code, input) => {
  const organization = await newOrganization();
  expect(await codeOf('registerWebhook', organization, { input })).toBe(code);
  expect(await codeOf('registerWebhook', uuidv7(), { input: { url: 'http://127.0.0.1:9000/' } })).toBe(
    'WEBHOOK_ORGANIZATION_UNKNOWN',
  );
  const { rows } = await database.pool.query('select from webhook where organization_id = $1', [organization]);
  expect(rows).toEqual([]);
});

test('thirty registrations at once leave twenty webhooks, a webhook has three secrets and five replays', async () => {
  const organization = await newOrganization();
  const input = { url: 'http://127.0.0.1:9000/' };
  const codes = await Promise.all(Array.from({ length: 30 }, () => codeOf('registerWebhook', organization, { input })));
  expect(codes.filter((code) => code === undefined)).toHaveLength(20);
  expect(codes.filter((code) => code === 'WEBHOOK_LIMIT_REACHED')).toHaveLength(10);
  const other = await newOrganization();
  const { id } = await register(other, input.url);
  const rotated = await Promise.all(Array.from({ length: 5 }, () => codeOf('rotateWebhookSecret', other, { id })));
  expect(rotated.filter((code) => code === 'WEBHOOK_SECRET_LIMIT_REACHED')).toHaveLength(3);
  await tell(paidSeat(other));
  await pmo.services.sequencer.tick();
  const replay = { from: new Date(clock.now().getTime() - HOUR_MS), to: new Date(clock.now().getTime() + HOUR_MS) };
  const replays = await Promise.all(
    Array.from({ length: 8 }, () => codeOf('replayEvents', other, { id, input: replay })),
  );
  expect(replays.filter((code) => code === 'REPLAY_LIMIT_REACHED')).toHaveLength(3);
});
