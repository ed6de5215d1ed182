import { type KeyObject, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { createIssuer } from '../../gateway/testkit/stack.ts';
import { signReport } from '../../schema/registry/conformance.ts';
import { keyIdOf } from '../../schema/registry/key.ts';
import { ensureDatabases } from '../../scripts/postgres/databases.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { acceptedSecrets } from '../../subgraphs/kit/rotating-secret.ts';
import { scopesOf } from '../../subgraphs/kit/scopes.ts';
import { subgraphChain } from '../../subgraphs/kit/vault/keys.ts';
import { reindex } from '../../subgraphs/kit/vault/reindex.ts';
import { rewrap } from '../../subgraphs/kit/vault/rewrap.ts';
import { PurchaseTokens } from '../../subgraphs/training/enrollment/purchase-token.ts';
import { personAt } from '../testkit/registration.ts';
import { startRotatingCivil } from '../testkit/rotating-civil.ts';
import { startRotatingPartners } from '../testkit/rotating-partners.ts';
import { at, bearers, rotating, runnerKeys, tokenKeys } from '../testkit/rotating-secrets.ts';
import { openServices } from '../testkit/rotating-services.ts';
import { type Lane, openLaneOf, type RequestCall, readAnswer, restartIn, SteppedService } from '../testkit/rotation.ts';
import { until } from '../testkit/until.ts';

const adminUrl = inject('adminUrl');
const prefix = `rotate_${randomBytes(3).toString('hex')}`;
const owners = ['pmo', 'payments', 'training', 'registry'] as const;
const names = owners.flatMap((name) => [`${prefix}_${name}`, `${prefix}_${name}_other`]);
const urls = await ensureDatabases(adminUrl, names, (name) => `password of ${name}`);
const issuer = await createIssuer();
const partners = await startRotatingPartners();
const civil = await startRotatingCivil();

/** The second role is signed in by from the second step on; the password of the first is then nobody's. */
const databaseAt = (name: string, step: number) => urls[`${prefix}_${name}${step >= 2 ? '_other' : ''}`] ?? '';

const running: SteppedService[] = [];
const open = async (...[start]: Parameters<typeof SteppedService.open>) => {
  const service = await SteppedService.open(start);
  running.push(service);
  return service;
};

const { lanes, registry: registryOf } = await openServices({ open, databaseAt, partners, civil, jwksUrl: issuer.url });
/** The registry alone has one process: who asks waits while it is restarted. */
const registryLane = { isOpen: true, underWay: 0 };

afterAll(async () => {
  for (const service of running.toReversed()) await service.stop();
  await partners.stop();
  civil.stop();
  await issuer.remove();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  for (const name of owners) await admin.query(`drop database ${prefix}_${name} with (force)`);
  for (const name of names.toReversed()) await admin.query(`drop role ${name}`);
  await admin.end();
});

const failures: string[] = [];
let done = 0;
let erased = 0;
let indexes = 0;
/** Keys of the programme that have signed. */
const kids = new Set<string>();

const within = async (lane: { underWay: number }, url: string, asked: RequestCall): Promise<unknown> => {
  lane.underWay += 1;
  try {
    const answer = await readAnswer(await fetch(url, asked), asked);
    done += 1;
    return answer;
  } catch (error) {
    failures.push(`${url} ${String(error)}`);
    return undefined;
  } finally {
    lane.underWay -= 1;
  }
};

/** Asks by a gateway that is open, as what balances the load does. */
const ask = (path: string, asked: RequestCall): Promise<unknown> => {
  const lane = openLaneOf(lanes);
  if (!lane) throw new Error('no gateway is open');
  return within(lane, `http://127.0.0.1:${lane.gateway.port}${path}`, asked);
};

const askRegistry = async (path: string, asked: RequestCall): Promise<void> => {
  if (registryLane.isOpen) await within(registryLane, `http://127.0.0.1:${registryOf.port}${path}`, asked);
};

const JSON_TYPE = { 'content-type': 'application/json' };

const graphql = (query: string, variables: object, { bearer, ...asked }: RequestCall & { bearer?: string } = {}) =>
  ask('/graphql', {
    ...asked,
    method: 'POST',
    headers: { ...JSON_TYPE, ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify({ query, variables }),
  });

const officer = await issuer.sign({ sub: 'officer', role: 'officer', scope: scopesOf('officer').join(' ') });
const REGISTER = `mutation ($key: String!, $input: RegisterParticipantInput!) {
  registerParticipant(idempotencyKey: $key, input: $input) { participant { id } refusal { code } } }`;

let people = 0;
const someone = async () => {
  people += 1;
  const place = people;
  const { id, own } = await newPerson();
  const input = personAt(place);
  if (!(await graphql(REGISTER, { key: crypto.randomUUID(), input }, { bearer: own }))) return;
  await graphql('{ me { id identity(purpose: SERVICE) { nik } } }', {}, { bearer: own });
  // Some stay: their data keys and indexes have the rotation before them.
  if (place % 3 === 0) return;
  const answer = await graphql(
    'mutation ($id: ID!) { eraseParticipant(id: $id) { refusal { code } } }',
    { id },
    { bearer: officer },
  );
  if (answer) erased += 1;
};

/** The step to which services go: what is good at the one before it and at it is good everywhere. */
let stepNow = 0;
let turns = 0;
const bearerOf = (steps: readonly string[]) => {
  const before = acceptedSecrets(at(steps, Math.max(0, stepNow - 1)));
  const good = acceptedSecrets(at(steps, stepNow)).filter((value) => before.includes(value));
  return { ...JSON_TYPE, authorization: `Bearer ${good[turns % good.length]}` };
};

/** Whether the new one of two keys signs now: by turns while both are good everywhere. */
const newIsGood = (): boolean => stepNow === 3 || (stepNow === 2 && turns % 2 === 0);

/** Whoever has a secret of the gateway itself. */
const operators = async () => {
  await ask('/supergraph', { headers: bearerOf(bearers.operator) });
  await ask('/supergraph/kept', { headers: bearerOf(bearers.counts) });
  await ask('/supergraph/look', { method: 'POST', headers: bearerOf(bearers.look) });
};

/** A run's report of a runner: its key is believed, and the registry knows no such run. */
const reportBy = (key: KeyObject) => {
  const report = {
    run: uuidv7(),
    subgraph: 'kur',
    sdlHash: '0'.repeat(64),
    address: 'https://kur.example',
    results: [],
  };
  return JSON.stringify({ report, keyId: keyIdOf(key), signature: signReport(report, key) });
};

/** Gateways and runners, at the registry. */
const registryCallers = async () => {
  await askRegistry('/bundle', { headers: bearerOf(bearers.bundle) });
  await askRegistry('/conformance', { headers: bearerOf(bearers.runner) });
  const body = reportBy(newIsGood() ? runnerKeys.fresh : runnerKeys.old);
  await askRegistry('/conformance', { method: 'POST', headers: bearerOf(bearers.runner), body, statuses: [422] });
};

const PAY = `mutation ($token: String!) {
  authorizePurchase(token: $token, code: "123456", invoice: "invoice") { refusal { code } } }`;
const signers = { old: new PurchaseTokens(tokenKeys.old), fresh: new PurchaseTokens(tokenKeys.fresh) };

/** A token of training, whose key payments knows; nobody has asked for a code. */
const buy = async ({ id, own }: Person) => {
  const moment = { issuedAt: new Date(), expiresAt: new Date(Date.now() + 600_000) };
  const offer = { course: uuidv7(), courseVersion: 1, schedule: null, platform: uuidv7(), institution: uuidv7() };
  const claims = { enrollment: uuidv7(), participant: id, price: 100_000n, ...offer, ...moment };
  const signer = newIsGood() ? signers.fresh : signers.old;
  await graphql(PAY, { token: signer.sign(claims) }, { bearer: own, allowed: ['CODE_NOT_REQUESTED'] });
};

const PROGRAMME = '{ certificateStatusList(id: "1") { credential } }';
const AUTHORITY = '{ certificateAuthority { didDocument } }';

/** A status list, whose key the document of the programme has at whichever process it is read. */
const verifyList = async () => {
  const list = (await graphql(PROGRAMME, {})) as
    | { data: { certificateStatusList: { credential: string } } }
    | undefined;
  const known = (await graphql(AUTHORITY, {})) as
    | { data: { certificateAuthority: { didDocument: string } } }
    | undefined;
  if (!list || !known) return;
  const { kid = '' } = decodeProtectedHeader(list.data.certificateStatusList.credential);
  const isKnown = known.data.certificateAuthority.didDocument.includes(`"${kid}"`);
  if (!isKnown) failures.push(`the programme's document does not have ${kid}`);
  kids.add(kid);
};

const LINK = `mutation ($partner: ID!, $number: String!, $key: String!) {
  linkWallet(input: { partner: $partner, number: $number }, idempotencyKey: $key) { refusal { code } } }`;
const VERIFY = 'mutation { verifyWallet { refusal { code } } }';

interface Person {
  id: string;
  /** The access token. */
  own: string;
}

const newPerson = async (): Promise<Person> => {
  const id = uuidv7();
  return { id, own: await issuer.sign({ sub: id, role: 'participant', scope: 'self' }) };
};

/** Somebody with an account at a partner. */
const walletOwner = async (place: number): Promise<Person> => {
  const person = await newPerson();
  const partner = partners.codes[place % partners.codes.length] ?? '';
  const number = `+62812345678${10 + place}`;
  partners.know(partner, number);
  await graphql(LINK, { partner, number, key: crypto.randomUUID() }, { bearer: person.own });
  return person;
};

/** The partner's answer is believed, its proof too; pmo was not asked for one. */
const verifyWallet = ({ own }: Person) => graphql(VERIFY, {}, { bearer: own, allowed: ['NIK_UNATTESTED'] });

/** What the operator runs while everything serves, with a connection of its own. */
const beside = async (name: string, work: (client: pg.Client) => Promise<unknown>) => {
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

const restart = async (lane: Lane, service: SteppedService) => {
  await restartIn(lane, service, stepNow);
  await delay(150);
};

/** One after the other: a lane is left alone while a service of it restarts, and works while its halves differ. */
const rotate = async (step: number) => {
  partners.to(step);
  // The old key goes when no process shows it any more.
  civil.to(Math.min(step, 2));
  stepNow = step;
  await restart(registryLane, registryOf);
  for (const lane of lanes)
    for (const service of [lane.payments, lane.pmo, lane.training, lane.gateway]) await restart(lane, service);
};

/** A status list and a release, of which something is read. */
const begin = async () => {
  civil.to(0);
  for (const lane of lanes) for (const service of [lane.payments, lane.pmo, lane.training]) await service.to(0);
  await registryOf.to(0);
  for (const { gateway } of lanes) await gateway.to(0);
  await beside('training', (client) => client.query('insert into status_list values (1, now())'));
  const admin = new pg.Client({ connectionString: adminUrl.replace(/postgres$/, `${prefix}_registry`) });
  await admin.connect();
  await admin.query(`set session_replication_role = replica; insert into release (number, revision_id, supergraph, supergraph_hash,
    released_at) values (1, uuidv7(), '', encode(sha256(''), 'hex'), now())`);
  await admin.end();
};

test('every secret is rotated under load: no request fails, and no event is lost', async () => {
  await begin();
  let isOver = false;
  const worker = async (place: number) => {
    const owner = await walletOwner(place);
    for (; !isOver; turns += 1) {
      await someone();
      await buy(owner);
      await verifyWallet(owner);
      await verifyList();
      await operators();
      await registryCallers();
      await delay(100);
    }
  };
  const workers = [0, 1, 2].map(worker);
  await rotate(1);
  await makeIndexesAnew();
  await rotate(2);
  await putUnderNewKey();
  await rotate(3);
  partners.to(4);
  civil.to(3);
  await delay(300);
  isOver = true;
  await Promise.all(workers);
  console.log(`rotation under load: ${done} requests, ${failures.length} failed, ${erased} erased, ${indexes} indexes`);
  expect(failures).toEqual([]);
  expect(civil.counts).toEqual({ answered: expect.any(Number), refused: 0 });
  expect(civil.counts.answered).toBeGreaterThan(4);
  expect(done).toBeGreaterThan(100);
  expect(indexes).toBeGreaterThan(0);
  expect(kids.size).toBe(2);
  const inbox = new pg.Client({ connectionString: databaseAt('payments', 3) });
  await inbox.connect();
  const heard = async () =>
    (await inbox.query<{ count: number }>(`select count(*)::int as count from event_inbox where source = 'pmo'`))
      .rows[0]?.count;
  expect(await until(heard, (count) => count === erased, 30_000)).toBe(erased);
  await inbox.end();
});
