import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import { acceptedSecrets, currentSecret } from '../../subgraphs/kit/rotating-secret.ts';
import { scopes } from '../../subgraphs/kit/scopes.ts';
import { askForToken, assertion, clientKey } from '../../tests/testkit/client-key.ts';
import { openCodeInbox } from '../../tests/testkit/code-inbox.ts';
import { silent } from '../../tests/testkit/event-secret.ts';
import { frontend, identityDatabase, identityVariables, putPerson } from '../../tests/testkit/identity.ts';
import { beginLogin, redeem } from '../../tests/testkit/login.ts';
import { restartIn, SteppedService, sharedSteps } from '../../tests/testkit/rotation.ts';
import { until } from '../../tests/testkit/until.ts';
import type { Clients } from './clients.ts';
import { identityEnv } from './env.ts';
import { startIdentity } from './identity.ts';
import { createSender } from './sender.ts';

const key = () => randomBytes(32).toString('base64url');
const oldKey = key();
const freshKey = key();
const cookieKeys = [[oldKey], [oldKey, freshKey], [freshKey, oldKey], [freshKey]];
const secrets = sharedSteps();
const databaseUrl = await identityDatabase();
const shared = identityVariables(databaseUrl, 1);
/** What sends the codes takes two tokens of its caller while that changes its own. */
const inbox = await openCodeInbox();
const senderTokens = sharedSteps();
let issuer = '';

/** More than sign in: a phone gets two codes a minute at most. */
const PEOPLE = 80;
const phoneOf = (number: number) => `+62812${1_000_000 + number}`;
const personAt = (number: number) => ({ subject: `person-${number}`, phone: phoneOf(number) });

const program = { id: 'platform-1', name: 'Platform', kind: 'PLATFORM', organizationId: 'org-platform' } as const;
const firstKey = await clientKey('first');
const secondKey = await clientKey('second');
/** What a program signs by. */
let programKey = firstKey;
/** The clients of the process that started last. */
let clients: Clients;

const start = async (port: number, step: number) => {
  const given = {
    PORT: String(port),
    ISSUER: issuer,
    COOKIE_KEYS: JSON.stringify(cookieKeys[step]),
    REVOCATIONS_SECRET: secrets[step],
    CODE_SENDER_URL: inbox.url,
    CODE_SENDER_TOKEN: currentSecret(senderTokens[step] ?? ''),
  };
  const env = parseEnv(identityEnv, { ...shared, ...given });
  const sender = createSender(env, () => undefined);
  const surroundings = { now: () => new Date(), randomBytes };
  const identity = await startIdentity({ env, sender, surroundings, log: silent as never });
  const client = { id: frontend.id, name: 'Frontend', kind: 'FRONTEND', redirectUris: [frontend.redirectUri] } as const;
  await identity.clients.put({ ...client, scopes: scopes.map(({ name }) => name) });
  clients = identity.clients;
  await clients.put({ ...program, scopes: ['enrollment:read'] });
  if (step === 0) await clients.putKey(program.id, firstKey.jwk);
  if (step === 0)
    for (let number = 0; number < PEOPLE; number += 1) await putPerson(identity.accounts, personAt(number));
  return identity.stop;
};

const lane = async () => ({ service: await SteppedService.open(start), isOpen: true, underWay: 0 });
const lanes = [await lane(), await lane()];
let turn = 0;
/** What balances the load: the browser that begins at one process goes on at the other. */
const balancer = createServer((asked, answer) => {
  const open = lanes.filter(({ isOpen }) => isOpen);
  turn += 1;
  const one = open[turn % open.length];
  if (!one) return void answer.writeHead(503).end();
  one.underWay += 1;
  answer.on('close', () => {
    one.underWay -= 1;
  });
  const options = { host: '127.0.0.1', port: one.service.port, path: asked.url, method: asked.method };
  const passed = request({ ...options, headers: { ...asked.headers, connection: 'close' } }, (given) => {
    answer.writeHead(given.statusCode ?? 500, given.headers);
    given.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
});
await once(balancer.listen(0, '127.0.0.1'), 'listening');
issuer = `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`;

afterAll(async () => {
  balancer.close();
  balancer.closeAllConnections();
  inbox.stop();
  for (const { service } of lanes) await service.stop();
});

let people = 0;
const signIn = async (): Promise<string> => {
  people += 1;
  const phone = phoneOf(people % PEOPLE);
  const before = inbox.all.findLast(({ to }) => to === phone)?.code;
  const login = await beginLogin({ issuer });
  await login.browser.post(login.url, { step: 'phone', phone });
  const code = await inbox.newest(phone, before);
  const { access_token: token } = await redeem(login, await login.browser.post(login.url, { step: 'code', code }));
  return token;
};

/** The program's own rotation: a second key, by which it signs next, and the end of the first. */
const rotateProgramKey = [
  () => clients.putKey(program.id, secondKey.jwk),
  async () => {
    programKey = secondKey;
  },
  () => clients.putKey(program.id, firstKey.jwk, { until: new Date() }),
];

const askAsProgram = async (): Promise<void> => {
  const signed = await assertion({ issuer, clientId: program.id, key: programKey });
  const { error } = await askForToken(issuer, { client_assertion: signed, scope: 'enrollment:read' });
  if (error) throw new Error(`a program's token: ${error}`);
};

let stepNow = 0;
const readRevocations = async (): Promise<void> => {
  const before = acceptedSecrets(secrets[Math.max(0, stepNow - 1)] ?? '');
  const good = acceptedSecrets(secrets[stepNow] ?? '').filter((value) => before.includes(value));
  const authorization = `Bearer ${good[people % good.length]}`;
  const { status } = await fetch(`${issuer}/revocations`, { headers: { authorization } });
  if (status !== 200) throw new Error(`revocations: ${status}`);
};

test('keys of cookies and of a program, and the secret of gateways, are rotated while people sign in: nobody is turned away', async () => {
  for (const { service } of lanes) await service.to(0);
  const failures: unknown[] = [];
  const under = new Set<Promise<void>>();
  let done = 0;
  let isOver = false;
  const worker = async () => {
    while (!isOver) {
      const visit = Promise.all([signIn(), readRevocations(), askAsProgram()]).then(
        () => {
          done += 1;
        },
        (error) => {
          failures.push(error);
        },
      );
      under.add(visit);
      await visit;
      under.delete(visit);
    }
  };
  const workers = [worker(), worker()];
  for (const step of [1, 2, 3]) {
    // Who began with the old key has come to an end: days lie between, where people are slower.
    await Promise.all(under);
    stepNow = step;
    await rotateProgramKey[step - 1]?.();
    for (const each of lanes) {
      await restartIn(each, each.service, step);
      const soFar = done;
      await until(
        async () => done,
        (count) => count > soFar + 2 || failures.length > 0,
      );
    }
  }
  isOver = true;
  await Promise.all(workers);
  console.log(`sign-ins while keys are rotated: ${done}, ${failures.length} failed`);
  expect(failures).toEqual([]);
  expect(done).toBeGreaterThan(15);
  const bothTokens = acceptedSecrets(senderTokens[1] ?? '').map((token) => `Bearer ${token}`);
  expect(new Set(inbox.all.map(({ authorization }) => authorization))).toEqual(new Set(bothTokens));
  const former = await assertion({ issuer, clientId: program.id, key: firstKey });
  expect((await askForToken(issuer, { client_assertion: former })).error).toBe('invalid_client');
});
