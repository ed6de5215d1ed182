import { decodeJwt } from 'jose';
import { expect, inject, test } from 'vitest';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { graphClient } from '../testkit/client.ts';
import { askForToken, assertion, type ClientKey, clientKey } from '../testkit/client-key.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const target = inject('stack');
const as = graphClient(target);
const { issuer } = readStackFile(target.data);

const EFFECTIVE_MS = 10_000;
/** The gateway of the tests asks every second whose tokens are void. */
const REVOKED_MS = 5_000;
const scope = 'enrollment:read';

const REGISTER = `mutation($input: RegisterOrganizationInput!, $key: String!) {
  registerOrganization(input: $input, idempotencyKey: $key) { organization { id status } refusal { code } } }`;
const REGISTER_CLIENT = `mutation($input: RegisterClientInput!, $key: String!) {
  registerClient(input: $input, idempotencyKey: $key) { client { id scopes status } refusal { code } } }`;
const ROTATE = `mutation($id: ID!, $jwk: Jwk!, $hours: Int!) {
  rotateClientKey(clientId: $id, jwk: $jwk, overlapHours: $hours) { client { keys { kid } } refusal { code } } }`;
const SUSPEND = `mutation($id: ID!) {
  suspendOrganization(id: $id, reason: "Story: keys found in public code") {
    organization { status clients { status } } refusal { code } } }`;
const RESUME = 'mutation($id: ID!) { resumeOrganization(id: $id) { organization { status } refusal { code } } }';
const READ = 'query($id: ID!) { organization(id: $id) { name status clients { scopes keys { kid } } } }';

interface Payload {
  organization?: { id: string; status: string };
  client?: { id: string; keys: { kid: string }[] };
  refusal: { code: string } | null;
}

const officer = async (mutation: string, variables: object) => {
  const { data } = await as('officer').query<Record<string, Payload>>(mutation, variables);
  const payload = Object.values(data)[0];
  if (!payload || payload.refusal) throw new Error(`refused: ${payload?.refusal?.code}`);
  return payload;
};

const tokenBy = async (clientId: string, key: ClientKey) =>
  askForToken(issuer, { client_assertion: await assertion({ issuer, clientId, key }), scope });

const outcome = async (clientId: string, key: ClientKey) => (await tokenBy(clientId, key)).error ?? 'token';

const readWith = async (token: string, id: string) => {
  const response = await fetch(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: READ, variables: { id } }),
  });
  return (await response.json()) as { data: { organization: unknown } | null; errors?: { extensions: object }[] };
};

test('a platform joins, asks the graph, rotates its key and is suspended', async () => {
  const rows: string[][] = [];
  const old = await clientKey('key-2026');
  const fresh = await clientKey('key-2027');
  const eventually = (clientId: string, key: ClientKey, wanted: string) =>
    until(
      () => outcome(clientId, key),
      (answer) => answer === wanted,
      EFFECTIVE_MS,
    );
  const note = async (step: string, clientId: string, wanted: [string, string]) => {
    const answers = [await eventually(clientId, old, wanted[0]), await eventually(clientId, fresh, wanted[1])];
    rows.push([step, ...answers]);
  };

  const input = { name: 'Platform Baru', kind: 'PLATFORM' };
  const id = (await officer(REGISTER, { input, key: crypto.randomUUID() })).organization?.id ?? '';
  const software = { organizationId: id, name: 'Katalog', scopes: [scope], jwk: old.jwk };
  const clientId = (await officer(REGISTER_CLIENT, { input: software, key: crypto.randomUUID() })).client?.id ?? '';
  await note('registered', clientId, ['token', 'invalid_client']);

  const { access_token: token = '' } = await tokenBy(clientId, old);
  expect(decodeJwt(token)).toMatchObject({ sub: clientId, azp: clientId, org: id, scope });
  const own = { name: 'Platform Baru', status: 'ACTIVE', clients: [{ scopes: [scope], keys: [{ kid: 'key-2026' }] }] };
  expect(await readWith(token, id)).toMatchObject({ data: { organization: own } });
  const foreign = await readWith(token, crypto.randomUUID());
  expect(foreign.errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: 'FORBIDDEN' }]);

  await officer(ROTATE, { id: clientId, jwk: fresh.jwk, hours: 24 });
  await note('rotated, overlap 24 h', clientId, ['token', 'token']);
  await officer(SUSPEND, { id });
  await note('suspended', clientId, ['invalid_client', 'invalid_client']);
  const refusedBy = () => readWith(token, id).then(({ errors }) => JSON.stringify(errors?.[0]?.extensions));
  const refused = await until(refusedBy, (answer) => answer?.includes('UNAUTHENTICATED') ?? false, REVOKED_MS);
  expect(refused).toContain('UNAUTHENTICATED');
  await officer(RESUME, { id });
  await note('resumed', clientId, ['token', 'token']);
  await officer(ROTATE, { id: clientId, jwk: (await clientKey('key-2028')).jwk, hours: 0 });
  await note('rotated, overlap 0 h', clientId, ['invalid_client', 'invalid_client']);

  expect(storyTable([['step', 'old key', 'new key'], ...rows])).toMatchInlineSnapshot(`
    "step                   old key         new key
    registered             token           invalid_client
    rotated, overlap 24 h  token           token
    suspended              invalid_client  invalid_client
    resumed                token           token
    rotated, overlap 0 h   invalid_client  invalid_client"
  `);
});
