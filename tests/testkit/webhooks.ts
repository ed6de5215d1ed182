import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll } from 'vitest';
import type { Fact } from '../../subgraphs/kit/facts.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { openPmo } from './pmo.ts';
import { callerOf } from './subgraph.ts';

export interface ReceivedEvent {
  id: string;
  sequence: number;
  type: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks; `status` is what it answers next, once `held` is settled. */
export const openReceiver = async () => {
  const got: ReceivedEvent[] = [];
  const state = { status: 204, held: Promise.resolve() };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const { id, sequence, type } = JSON.parse(body);
    await state.held;
    if (state.status < 300) got.push({ id, sequence, type, headers: request.headers, body });
    response.writeHead(state.status).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { got, state, url: `http://127.0.0.1:${port}/hook` };
};

/** Whether a receiver that holds this secret would take the event; time was moved, so only the signature counts. */
export const isSignedBy = (secret: string, { headers, body }: Pick<ReceivedEvent, 'headers' | 'body'>): boolean => {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
  const expected = new Webhook(secret).sign(String(headers['webhook-id']), at, body);
  return String(headers['webhook-signature']).split(' ').includes(expected);
};

const PAYLOAD = 'webhook { id status pausedBecause position failures failingSince } refusal { code path }';

const calls = {
  registerWebhook: ['$input: WebhookInput!, $key: String!', 'input: $input, idempotencyKey: $key', 'secret'],
  updateWebhook: ['$id: ID!, $input: WebhookInput!', 'id: $id, input: $input', ''],
  pauseWebhook: ['$id: ID!', 'id: $id', ''],
  resumeWebhook: ['$id: ID!, $after: Int', 'id: $id, afterSequence: $after', ''],
  rotateWebhookSecret: ['$id: ID!, $key: String!', 'id: $id, idempotencyKey: $key', 'secret'],
  removeWebhook: ['$id: ID!', 'id: $id', ''],
  sendTestEvent: ['$id: ID!', 'id: $id', ''],
  replayEvents: ['$id: ID!, $input: ReplayInput!, $key: String!', 'id: $id, input: $input, idempotencyKey: $key', ''],
} as const;

export interface WebhookPayload {
  webhook: {
    id: string;
    status: string;
    pausedBecause: string | null;
    position: number;
    failures: number;
    failingSince: string | null;
  } | null;
  secret?: string | null;
  refusal: { code: string; path: string[] } | null;
}

export const memberOf = (organization: string, scope = 'webhook:manage') => ({
  ...callerOf(`client-of-${organization}`, scope),
  org: organization,
});

export const paidSeat = (organization: string): Fact => {
  const enrollment = uuidv7();
  return { organization, type: 'seat.paid', subject: enrollment, data: { enrollment, course: uuidv7() } };
};

/** The programme office with organisations that have webhooks, which may lead to this machine. */
export const openWebhooks = async (env: NodeJS.ProcessEnv = {}) => {
  const pmo = await openPmo({ env: { WEBHOOK_LOOPBACK: 'true', ...env } });
  const { database, services } = pmo;

  const newOrganization = async () => {
    const id = uuidv7();
    await database.pool.query(
      `insert into organization (id, name, kind, created_at) values ($1, 'Platform', 'PLATFORM', now())`,
      [id],
    );
    return id;
  };
  const call = async (name: keyof typeof calls, organization: string, variables: object): Promise<WebhookPayload> => {
    const [taken, passed, also] = calls[name];
    const source = `mutation (${taken}) { ${name}(${passed}) { ${PAYLOAD} ${also} } }`;
    const given = JSON.parse(JSON.stringify({ key: crypto.randomUUID(), ...variables }));
    const { data, errors } = await pmo.ask<Record<string, WebhookPayload>>(memberOf(organization), source, given);
    if (!data?.[name]) throw new Error(JSON.stringify(errors));
    return data[name];
  };
  const register = async (organization: string, url: string, types?: readonly string[]) => {
    const { webhook, secret } = await call('registerWebhook', organization, { input: { url, types } });
    return { id: webhook?.id ?? '', secret: secret ?? '' };
  };
  const tell = (...facts: readonly Fact[]) =>
    database.orm.em.fork().transactional((tx) => services.tell(tx, facts, 'request-0001'));
  /** Numbers what was told, and sends what is due until nothing is. */
  const run = async () => {
    await services.sequencer.tick();
    await services.dispatcher.tick();
  };
  const url = String(database.orm.config.get('clientUrl'));
  return { ...pmo, url, newOrganization, call, register, tell, run };
};
