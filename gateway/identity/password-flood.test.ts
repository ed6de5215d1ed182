import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForToken, assertion, type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { beginLogin, type Login } from '../../tests/testkit/login.ts';

const client = { id: 'platform-1', name: 'P', kind: 'PLATFORM' as const, organizationId: 'org-1', scopes: [] };

let identity: TestIdentity;
let key: ClientKey;
let login: Login;
beforeAll(async () => {
  identity = await startTestIdentity({ PROXIES: '1' });
  key = await clientKey('key');
  await identity.clients.put(client);
  await identity.clients.putKey(client.id, key.jwk);
  login = await beginLogin(identity);
});
afterAll(() => identity.stop());

/** Milliseconds that a client waits for its token. */
const tokenMs = async () => {
  const startedMs = performance.now();
  const client_assertion = await assertion({ issuer: identity.issuer, clientId: client.id, key });
  const { access_token: token } = await askForToken(identity.issuer, { client_assertion });
  expect(token).toBeTruthy();
  return performance.now() - startedMs;
};

/** A guess at an address that nobody else tries, so that only the queue bounds it. */
const postPassword = (from: string, headers: Record<string, string> = {}) => {
  const fields = { step: 'password', email: `${crypto.randomUUID()}@prakerja.example`, password: 'wrong' };
  return login.browser.post(login.url, fields, { 'x-forwarded-for': from, ...headers });
};

const readiness = async () => (await fetch(`${identity.issuer}/health/ready`)).status;

// Once more on a machine that is busy with something else at that moment.
test('beside 200 password posts at once, from 40 networks, a client gets its token within a second', {
  retry: 2,
}, async () => {
  await tokenMs();
  const posts = Array.from({ length: 200 }, (_, index) =>
    postPassword(`198.51.100.${index % 40}`, index % 2 ? { accept: 'application/json' } : {}),
  );
  const tokens = [await tokenMs(), await tokenMs()];
  const ready = await readiness();
  const answers = await Promise.all(posts);
  const refused = answers.filter(({ status }) => status === 429);
  const texts = await Promise.all(answers.filter(({ status }) => status === 429).map((answer) => answer.text()));
  expect(answers.filter(({ status }) => status === 422).length).toBe(200 - refused.length);
  expect(refused.length).toBeGreaterThanOrEqual(188);
  expect(new Set(refused.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['3']));
  const message = 'Many people are signing in at this moment. Try again in a few seconds.';
  expect(texts.every((text) => text.includes(message))).toBe(true);
  const json = JSON.stringify({ error: 'too_many_requests', error_description: message });
  // A page still has the form to try again with.
  expect(new Set(texts.map((text) => text === json || text.includes('name="password"')))).toEqual(new Set([true]));
  expect([texts.includes(json), ready]).toEqual([true, 200]);
  expect(Math.max(...tokens)).toBeLessThan(1_000);
});

test('one network has four of the places; a queue that stands still is seen by the readiness', async () => {
  const flood = Array.from({ length: 20 }, () => postPassword('203.0.113.1'));
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(4);
  const post = postPassword('203.0.113.3');
  const readinessLater = () => {
    identity.clock.advance(6_000);
    return readiness();
  };
  await expect.poll(readinessLater, { interval: 10 }).toBe(503);
  expect([(await post).status, await readiness()]).toEqual([422, 200]);
});
