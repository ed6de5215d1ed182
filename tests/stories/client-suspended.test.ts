import { readFileSync } from 'node:fs';
import { importJWK } from 'jose';
import { expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { graphClient } from '../testkit/client.ts';
import { askForToken, assertion, type ClientKey, clientKey } from '../testkit/client-key.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const target = inject('stack');
const as = graphClient(target);
const { issuer } = readStackFile(target.data);

/** The gateway of the tests asks every second whose tokens are void. */
const REVOKED_MS = 5_000;
const EFFECTIVE_MS = 10_000;
const clientId = 'synthetic-institution';
const { id: organization, name } = syntheticOrganizations.institution;

const READ = `query($id: ID!) { organization(id: $id) { name kind status clients { id status suspensionReason keys { kid } } } }`;
const ROTATE = `mutation($id: ID!, $jwk: Jwk!) {
  rotateClientKey(clientId: $id, jwk: $jwk, overlapHours: 1) { client { keys { kid } } refusal { code } } }`;
const SUSPEND = `mutation($id: ID!) { suspendClient(id: $id, reason: "Story: a key in public code") {
  client { status } refusal { code } } }`;
const RESUME = 'mutation($id: ID!) { resumeClient(id: $id) { client { status } refusal { code } } }';

const developersKey = async (): Promise<ClientKey> => {
  const { key } = JSON.parse(readFileSync(`${target.data}/clients/institution.json`, 'utf8'));
  const { d: _private, ...jwk } = key;
  return { kid: key.kid, privateKey: (await importJWK(key, 'ES256')) as CryptoKey, jwk };
};

const tokenBy = async (key: ClientKey, scope: string) =>
  askForToken(issuer, { client_assertion: await assertion({ issuer, clientId, key }), scope });
const outcome = async (key: ClientKey) => (await tokenBy(key, 'enrollment:read')).error ?? 'token';

const newToken = async (key: ClientKey) => (await tokenBy(key, 'enrollment:read')).access_token ?? '';

interface Answer {
  data: Record<string, { client?: { keys: object[] }; refusal: { code: string } | null } | null> | null;
  errors?: { extensions: { code: string } }[];
}

const askWith = async (token: string, query: string, variables: object): Promise<Answer> => {
  const response = await fetch(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
};

test('a partner of the default run rotates its own key; its client is suspended and resumed', async () => {
  const rows: string[][] = [];
  const first = await developersKey();
  const next = await clientKey('story-2027');
  const officer = as('officer');
  const seenAs = async (token: string) => {
    const { errors = [] } = await askWith(token, READ, { id: organization });
    return errors[0]?.extensions.code ?? 'answered';
  };
  const note = async (step: string, token: string, wanted: string) => {
    const issued = await until(
      () => outcome(next),
      (answer) => answer === wanted,
      EFFECTIVE_MS,
    );
    const seen = await until(
      () => seenAs(token),
      (answer) => (answer === 'answered') === (wanted === 'token'),
      REVOKED_MS,
    );
    rows.push([step, issued, seen]);
  };

  const { data } = await officer.query<{ organization: object }>(READ, { id: organization });
  const known = { id: clientId, status: 'ACTIVE', suspensionReason: null, keys: [{ kid: first.kid }] };
  expect(data.organization).toEqual({ name, kind: 'INSTITUTION', status: 'ACTIVE', clients: [known] });

  const { access_token: token = '' } = await tokenBy(first, 'client:rotate enrollment:read');
  const rotated = await askWith(token, ROTATE, { id: clientId, jwk: next.jwk });
  expect(rotated.data?.rotateClientKey).toMatchObject({ client: { keys: [{}, {}] }, refusal: null });
  const jwk = (await clientKey('story-other')).jwk;
  const foreign = await askWith(token, ROTATE, { id: 'synthetic-portal', jwk });
  expect(foreign.data?.rotateClientKey).toMatchObject({ client: null, refusal: { code: 'FORBIDDEN' } });
  await note('rotated by itself', token, 'token');
  await officer.query(SUSPEND, { id: clientId });
  await note('suspended', token, 'invalid_client');
  expect((await officer.query<{ organization: object }>(READ, { id: organization })).data.organization).toMatchObject({
    status: 'ACTIVE',
    clients: [{ status: 'SUSPENDED', suspensionReason: 'Story: a key in public code' }],
  });
  await officer.query(RESUME, { id: clientId });
  // Void is what was issued up to the second of the suspension.
  const fresh = await until(
    () => newToken(next),
    async (issued) => issued !== '' && (await seenAs(issued)) === 'answered',
    EFFECTIVE_MS,
  );
  await note('resumed', fresh, 'token');
  rows.push(['its token of before', '', await seenAs(token)]);

  expect(storyTable([['step', 'asks for a token', 'asks the graph'], ...rows])).toMatchInlineSnapshot(`
    "step                 asks for a token  asks the graph
    rotated by itself    token             answered
    suspended            invalid_client    UNAUTHENTICATED
    resumed              token             answered
    its token of before                    UNAUTHENTICATED"
  `);
});

test('every organisation of the default run is in the graph, with its clients', async () => {
  const list =
    'query($kind: OrganizationKind) { organizations(first: 100, kind: $kind) { nodes { id name kind clients { id } } } }';
  type List = { organizations: { nodes: { id: string; clients: { id: string }[] }[] } };
  const { data } = await as('officer').query<List>(list);
  const seen = new Map(data.organizations.nodes.map((each) => [each.id, each.clients.map(({ id }) => id)]));
  for (const [role, { id }] of Object.entries(syntheticOrganizations))
    expect(seen.get(id)).toEqual([`synthetic-${role}`]);
  const own = await as('portal').query<{ organization: object }>(READ, { id: syntheticOrganizations.portal.id });
  expect(own.data.organization).toMatchObject({ name: syntheticOrganizations.portal.name, kind: 'JOB_PORTAL' });
});
