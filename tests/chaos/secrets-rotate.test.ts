import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { createIssuer } from '../../gateway/testkit/stack.ts';
import { ensureDatabases } from '../../scripts/postgres/databases.ts';
import { services } from '../../scripts/services.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { acceptedSecrets } from '../../subgraphs/kit/rotating-secret.ts';
import { scopesOf } from '../../subgraphs/kit/scopes.ts';
import { subgraphChain, type VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { reindex } from '../../subgraphs/kit/vault/reindex.ts';
import { rewrap } from '../../subgraphs/kit/vault/rewrap.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { pmo } from '../../subgraphs/pmo/features.ts';
import { personAt } from '../testkit/registration.ts';
import { eventSteps, gatewayAt, SteppedService, sharedSteps, subgraphAt } from '../testkit/rotation.ts';
import { until } from '../testkit/until.ts';
import { randomSigningKey } from '../testkit/vault.ts';

const adminUrl = inject('adminUrl');
const prefix = `rotate_${randomBytes(3).toString('hex')}`;
const names = ['pmo', 'payments'].flatMap((name) => [`${prefix}_${name}`, `${prefix}_${name}_other`]);
const urls = await ensureDatabases(adminUrl, names, (name) => `password of ${name}`);
const issuer = await createIssuer();

const caller = { pmo: sharedSteps(), payments: sharedSteps() };
const operator = sharedSteps();
const toPayments = eventSteps();
const toPmo = eventSteps();
const key = () => randomBytes(32).toString('base64url');
const kek = { old: key(), fresh: key() };
const index = [key(), key()] as const;
const rotating: VaultKeys = { current: 'old', keys: kek, index: index[0], nextIndex: index[1] };
/** Indexes are made anew behind the first change. */
const vaultSteps = [
  { current: 'old', keys: { old: kek.old }, index: index[0] },
  rotating,
  { current: 'fresh', keys: kek, index },
  { current: 'fresh', keys: { fresh: kek.fresh }, index },
].map((keys) => JSON.stringify(keys));
const attestation = sharedSteps();
const publicHalf = ({ kty, crv, x, y }: ReturnType<typeof randomSigningKey>, kid: string) => ({ kty, crv, x, y, kid });
const token = { old: publicHalf(randomSigningKey(), 'old'), fresh: publicHalf(randomSigningKey(), 'fresh') };
const tokenSteps = [token.old, [token.old, token.fresh], [token.fresh, token.old], token.fresh].map((keys) =>
  JSON.stringify(keys),
);
/** The second role is signed in by from the second step on; the password of the first is then nobody's. */
const databaseAt = (name: string, step: number) => urls[`${prefix}_${name}${step >= 2 ? '_other' : ''}`] ?? '';
const at = (steps: readonly string[], step: number) => steps[step] ?? '';

const running: SteppedService[] = [];
const open = async (...[start]: Parameters<typeof SteppedService.open>) => {
  const service = await SteppedService.open(start);
  running.push(service);
  return service;
};

const common = { VAULT_KEYS: '', CODE_SENDER_URL: 'console:', BARRED_LISTS_DIR: '/tmp' };
const paymentsOf = await open(
  subgraphAt('payments', payments, (step) => ({
    DATABASE_URL: databaseAt('payments', step),
    CALLER_SECRET: at(caller.payments, step),
    VAULT_KEYS: at(vaultSteps, step),
    PURCHASE_TOKEN_PUBLIC_KEY: at(tokenSteps, step),
    EVENT_PUBLISHERS: JSON.stringify([{ name: 'pmo', secret: at(toPayments, step) }]),
  })),
);
const pmoAt = () =>
  open(
    subgraphAt('pmo', pmo, (step) => ({
      ...common,
      DATABASE_URL: databaseAt('pmo', step),
      CALLER_SECRET: at(caller.pmo, step),
      VAULT_KEYS: at(vaultSteps, step),
      NIK_ATTESTATION_KEY: at(attestation, step),
      EVENT_PUBLISHERS: JSON.stringify([{ name: 'payments', secret: at(toPmo, step) }]),
      EVENT_SUBSCRIBERS: JSON.stringify([
        {
          name: 'payments',
          url: `http://127.0.0.1:${paymentsOf.port}/events`,
          secret: at(toPayments, step),
          types: ['pmo.participants.erased'],
        },
      ]),
    })),
  );
const gatewayOver = (own: SteppedService) =>
  open(
    gatewayAt((step) => ({
      JWKS_URL: issuer.url,
      // What is measured is who is believed, on a machine that may be busy.
      SUBGRAPH_TIMEOUT_MS: '60000',
      REQUEST_TIMEOUT_MS: '90000',
      RATE_LIMITS: JSON.stringify({ client: 0, person: 0, anonymous: 0 }),
      SUPERGRAPH_SECRET: at(operator, step),
      SUBGRAPHS: JSON.stringify(
        Object.fromEntries(
          services.flatMap(({ name, kind }) => {
            if (kind !== 'subgraph') return [];
            const port = name === 'pmo' ? own.port : paymentsOf.port;
            const secret = at(name === 'pmo' ? caller.pmo : caller.payments, step);
            return [[name, { url: `http://127.0.0.1:${port}/graphql`, secret }]];
          }),
        ),
      ),
    })),
  );

const pmos = [await pmoAt(), await pmoAt()] as const;
const lanes = [
  { gateway: await gatewayOver(pmos[0]), pmo: pmos[0], isOpen: true, underWay: 0 },
  { gateway: await gatewayOver(pmos[1]), pmo: pmos[1], isOpen: true, underWay: 0 },
];

afterAll(async () => {
  for (const service of running.toReversed()) await service.stop();
  await issuer.remove();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  for (const name of ['pmo', 'payments']) await admin.query(`drop database ${prefix}_${name} with (force)`);
  for (const name of names.toReversed()) await admin.query(`drop role ${name}`);
  await admin.end();
});

const failures: string[] = [];
let done = 0;
let erased = 0;
let indexes = 0;

/** Asks by a gateway that is open, as what balances the load does. */
const ask = async (path: string, init: RequestInit): Promise<unknown> => {
  const lane = lanes.filter(({ isOpen }) => isOpen).toSorted((one, other) => one.underWay - other.underWay)[0];
  if (!lane) throw new Error('no gateway is open');
  lane.underWay += 1;
  try {
    const response = await fetch(`http://127.0.0.1:${lane.gateway.port}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 300)}`);
    const answer = JSON.parse(text);
    const refusal = Object.values((answer.data ?? {}) as Record<string, { refusal?: object } | null>)[0]?.refusal;
    if (answer.errors || refusal) throw new Error(text.slice(0, 300));
    done += 1;
    return answer;
  } catch (error) {
    failures.push(`${path} ${String(error)}`);
    return undefined;
  } finally {
    lane.underWay -= 1;
  }
};

const graphql = (query: string, variables: object, bearer?: string) =>
  ask('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify({ query, variables }),
  });

const officer = await issuer.sign({ sub: 'officer', role: 'officer', scope: scopesOf('officer').join(' ') });
const REGISTER = `mutation ($key: String!, $input: RegisterParticipantInput!) {
  registerParticipant(idempotencyKey: $key, input: $input) { participant { id } refusal { code } } }`;

let people = 0;
const someone = async () => {
  people += 1;
  const id = uuidv7();
  const own = await issuer.sign({ sub: id, role: 'participant', scope: 'self' });
  const input = personAt(people);
  if (!(await graphql(REGISTER, { key: crypto.randomUUID(), input }, own))) return;
  await graphql('{ me { id identity(purpose: SERVICE) { nik } } }', {}, own);
  // Some stay: their data keys and indexes have the rotation before them.
  if (people % 3 === 0) return;
  const answer = await graphql(
    'mutation ($id: ID!) { eraseParticipant(id: $id) { refusal { code } } }',
    { id },
    officer,
  );
  if (answer) erased += 1;
};

/** The values of the operator's secret that are good at every gateway now. */
let good: readonly string[] = [at(operator, 0)];
const operators = () => ask('/supergraph', { headers: { authorization: `Bearer ${good[people % good.length]}` } });

/** What the operator runs while everything serves, with a connection of its own. */
const beside = async (name: string, work: (client: pg.Client) => Promise<void>) => {
  const client = new pg.Client({ connectionString: databaseAt(name, 1) });
  await client.connect();
  await work(client).finally(() => client.end());
};

const vaults = ['pmo', 'payments'];

const makeIndexesAnew = async () => {
  for (const name of vaults)
    await beside(name, async (client) => {
      for await (const { moved } of reindex(client, { chain: subgraphChain(rotating), batch: 20 })) indexes += moved;
    });
};

const putUnderNewKey = async () => {
  for (const name of vaults)
    await beside(name, async (client) => {
      const range = { keys: rotating, from: 'old', to: 'fresh', batch: 100 };
      for await (const { rewrapped } of rewrap(client, range)) void rewrapped;
    });
};

/** One after the other: a pair is left alone while a service of it restarts, and works while its halves differ. */
const rotate = async (step: number) => {
  good = acceptedSecrets(at(operator, step)).filter((value) => acceptedSecrets(at(operator, step - 1)).includes(value));
  await paymentsOf.to(step);
  for (const lane of lanes) {
    for (const service of [lane.pmo, lane.gateway]) {
      lane.isOpen = false;
      await until(
        async () => lane.underWay,
        (count) => count === 0,
      );
      await service.to(step);
      lane.isOpen = true;
      await delay(300);
    }
  }
};

test('every secret is rotated under load: no request fails, and no event is lost', async () => {
  await Promise.all([paymentsOf.to(0), pmos[0].to(0)]);
  await pmos[1].to(0);
  for (const { gateway } of lanes) await gateway.to(0);
  let isOver = false;
  const worker = async () => {
    while (!isOver) {
      await someone();
      await graphql('{ region(code: "32") { code name } }', {});
      await operators();
      await delay(10);
    }
  };
  const workers = Array.from({ length: 3 }, worker);
  await rotate(1);
  await makeIndexesAnew();
  await rotate(2);
  await putUnderNewKey();
  await rotate(3);
  isOver = true;
  await Promise.all(workers);
  console.log(`rotation under load: ${done} requests, ${failures.length} failed, ${erased} erased, ${indexes} indexes`);
  expect(failures).toEqual([]);
  expect(done).toBeGreaterThan(100);
  expect(indexes).toBeGreaterThan(0);
  const inbox = new pg.Client({ connectionString: databaseAt('payments', 3) });
  await inbox.connect();
  const heard = async () =>
    (await inbox.query<{ count: number }>(`select count(*)::int as count from event_inbox where source = 'pmo'`))
      .rows[0]?.count;
  expect(await until(heard, (count) => count === erased, 30_000)).toBe(erased);
  await inbox.end();
});
