import { expect, test } from 'vitest';
import { clientKey } from '../../../tests/testkit/client-key.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import type { Caller } from '../../kit/caller.ts';
import { proofOf } from './invitation.ts';

const { ask, database } = await openPmo();

const personOf = (id: string, org: string | null, ...scopes: string[]): Caller => {
  return { id, org, can: (scope) => scopes.includes(scope) };
};
const OFFICE = '018d0000-0000-7000-8000-000000000001';
const officer = personOf('officer', OFFICE, 'organization:manage');
const key = () => crypto.randomUUID();

interface MutationAnswer<T = { id: string; status?: string; scopes?: string[] }> {
  done: { made: T | null; secret?: string | null; refusal: { code: string; path: string[] } | null };
}
const mutate = async <T = { id: string }>(caller: Caller, query: string, variables: object) => {
  const { data, errors } = await ask<MutationAnswer<T>>(caller, query, variables);
  if (errors[0]) throw errors[0].originalError ?? errors[0];
  return data.done;
};

const REGISTER = `mutation ($input: RegisterOrganizationInput!, $key: String!) {
  done: registerOrganization(input: $input, idempotencyKey: $key) { made: organization { id } refusal { code path } } }`;
const ALLOW = `mutation ($input: SetOrganizationAllowanceInput!) {
  done: setOrganizationAllowance(input: $input) { made: allowance { organizationId scopes } refusal { code path } } }`;
const INVITE = `mutation ($input: InviteDeveloperInput!) {
  done: inviteDeveloper(input: $input) { made: developer { id status scopes invitedBy invitedAt invitedUntil } secret refusal { code path } } }`;
const REMOVE = `mutation ($id: ID!) { done: removeDeveloper(id: $id) { made: developer { id status } refusal { code path } } }`;
const CLIENT = `mutation ($input: RegisterClientInput!, $key: String!) {
  done: registerClient(input: $input, idempotencyKey: $key) { made: client { id scopes } refusal { code path } } }`;
const LIST = `query ($of: ID) { developers(organizationId: $of, first: 10) { nodes { id label status } }
  organizationAllowance(organizationId: $of) { scopes mostClients mostDevelopers } }`;

const newOrganization = async (kind = 'JOB_PORTAL') =>
  (await mutate(officer, REGISTER, { input: { name: `A ${kind}`, kind }, key: key() })).made?.id ?? '';
const allow = (organizationId: string, scopes: string[], { mostClients = 2, mostDevelopers = 3 } = {}) =>
  mutate(officer, ALLOW, { input: { organizationId, scopes, mostClients, mostDevelopers } });
const invite = (caller: Caller, change: object = {}) => {
  const input = { email: 'Dewi@Portal.example', label: 'Backend', scopes: ['webhook:manage'], ...change };
  return mutate<{ id: string; invitedAt: string; invitedUntil: string }>(caller, INVITE, { input });
};
const registerClient = async (caller: Caller, organizationId: string, scopes: string[]) => {
  const { jwk } = await clientKey(key());
  return mutate(caller, CLIENT, { input: { organizationId, name: 'Backend', scopes, jwk }, key: key() });
};
const published = async (type: string, developer: string) => {
  const text = `select data from event_outbox where type = $1 and data->>'developer' = $2 order by id`;
  return (await database.pool.query(text, [type, developer])).rows.map(({ data }) => data);
};
const leadOf = (org: string) => personOf(`lead-${org}`, org, 'developer:manage', 'organization:read');

const portal = await newOrganization();
const other = await newOrganization();
await allow(portal, ['webhook:manage', 'vacancy:publish', 'organization:read']);

test('a colleague invites within what an officer allowed; the address is kept nowhere, and told by a proof', async () => {
  const { made, secret, refusal } = await invite(leadOf(portal));
  expect(refusal).toBeNull();
  expect(made).toMatchObject({ status: 'INVITED', scopes: ['webhook:manage'], invitedBy: `lead-${portal}` });
  expect(Date.parse(made?.invitedUntil ?? '') - Date.parse(made?.invitedAt ?? '')).toBe(7 * 86_400_000);
  expect(await published('pmo.developer.invited', made?.id ?? '')).toEqual([
    {
      developer: made?.id,
      organization: portal,
      organizationKind: 'JOB_PORTAL',
      scopes: ['webhook:manage'],
      ...proofOf(secret ?? '', 'dewi@portal.example'),
      until: made?.invitedUntil,
    },
  ]);
  const { rows } = await database.pool.query(
    `select kept from (select developer::text as kept from developer union all select event_outbox::text from event_outbox
      union all select audit_pending::text from audit_pending) as every where kept like $1`,
    [`%${made?.id}%`],
  );
  expect(rows).toHaveLength(3);
  const kept = rows.map((row) => row.kept).join();
  expect([/dewi/i.test(kept), kept.includes(secret ?? '')]).toEqual([false, false]);
});

test('nobody gives a scope beyond what an officer allowed, nor more places', async () => {
  const small = await newOrganization();
  const lead = leadOf(small);
  expect((await invite(lead)).refusal?.code).toBe('SCOPE_BEYOND_ALLOWANCE');
  await allow(small, ['webhook:manage'], { mostDevelopers: 1, mostClients: 1 });
  const beyond = { scopes: ['webhook:manage', 'vacancy:publish'] };
  expect((await invite(lead, beyond)).refusal).toMatchObject({
    code: 'SCOPE_BEYOND_ALLOWANCE',
    path: ['input', 'scopes'],
  });
  expect((await invite(lead, { scopes: ['organization:manage'] })).refusal?.code).toBe('SCOPE_NOT_ALLOWED');
  expect((await invite(officer, { organizationId: small, scopes: ['organization:manage'] })).refusal?.code).toBe(
    'SCOPE_NOT_ALLOWED',
  );
  expect((await allow(small, ['course:publish'])).refusal?.code).toBe('SCOPE_NOT_ALLOWED');
  const races = await Promise.all([invite(lead), invite(lead), invite(lead)]);
  expect(races.map(({ refusal }) => refusal?.code ?? 'invited').sort()).toEqual([
    'DEVELOPER_LIMIT_REACHED',
    'DEVELOPER_LIMIT_REACHED',
    'invited',
  ]);
  expect((await registerClient(lead, small, ['vacancy:publish'])).refusal?.code).toBe('SCOPE_BEYOND_ALLOWANCE');
  expect((await registerClient(lead, small, ['webhook:manage'])).refusal).toBeNull();
  expect((await registerClient(lead, small, ['webhook:manage'])).refusal?.code).toBe('CLIENT_LIMIT_REACHED');
  expect((await registerClient(officer, small, ['vacancy:publish'])).refusal).toBeNull();
});

test('who leaves is told to the sign-in at once, once, and the entry in the audit trail names who removed them', async () => {
  const { made } = await invite(leadOf(portal));
  const id = made?.id ?? '';
  expect((await mutate(leadOf(portal), REMOVE, { id })).made).toEqual({ id, status: 'LEFT' });
  expect(await published('pmo.developer.removed', id)).toEqual([{ developer: id, at: expect.any(String) }]);
  expect((await mutate(leadOf(portal), REMOVE, { id })).refusal?.code).toBe('DEVELOPER_TRANSITION_ILLEGAL');
  const { rows } = await database.pool.query(
    `select mutation, caller_id as by, outcome from audit_pending where $1 = any(objects) order by mutation, outcome`,
    [`Developer:${id}`],
  );
  const by = `lead-${portal}`;
  expect(rows).toEqual([
    { mutation: 'inviteDeveloper', by, outcome: expect.any(String) },
    { mutation: 'removeDeveloper', by, outcome: expect.any(String) },
    { mutation: 'removeDeveloper', by, outcome: expect.any(String) },
  ]);
});

type Act = [name: string, act: (caller: Caller, id: string) => Promise<string | undefined>];

const acts: Act[] = [
  ['invite', async (caller) => (await invite(caller, { organizationId: portal })).refusal?.code],
  ['remove', async (caller, id) => (await mutate(caller, REMOVE, { id })).refusal?.code],
  ['register a client', async (caller) => (await registerClient(caller, portal, ['webhook:manage'])).refusal?.code],
  [
    'allow',
    async (caller) =>
      (
        await mutate(caller, ALLOW, {
          input: { organizationId: portal, scopes: [], mostClients: 1, mostDevelopers: 1 },
        })
      ).refusal?.code,
  ],
  ['list', async (caller) => String((await ask(caller, LIST, { of: portal })).codes[0])],
];

test('a developer of another organisation sees and does nothing of it', async () => {
  const { made } = await invite(leadOf(portal));
  const strangers = [
    leadOf(other),
    personOf('all', other, 'developer:manage', 'organization:read', 'webhook:manage', 'client:rotate'),
    personOf('nobody', null, 'developer:manage', 'organization:read'),
    personOf('member', portal, 'webhook:manage'),
  ];
  for (const caller of strangers) {
    for (const [name, act] of acts)
      expect(await act(caller, made?.id ?? ''), `${caller.id} ${name}`).toMatch(/^(FORBIDDEN|DEVELOPER_UNKNOWN)$/);
  }
  const own = await ask<{ developers: { nodes: { id: string }[] } }>(leadOf(other), LIST, {});
  expect(own.data).toEqual({ developers: { nodes: [] }, organizationAllowance: null });
  expect((await ask(leadOf(portal), LIST, {})).data).toMatchObject({ organizationAllowance: { mostClients: 2 } });
});

test.each([
  ['an address that is none', { email: 'dewi' }, 'EMAIL_MALFORMED'],
  ['no label', { label: ' ' }, 'LABEL_MALFORMED'],
  ['no scope', { scopes: [] }, 'SCOPE_MISSING'],
  ['an unknown scope', { scopes: ['x:y'] }, 'SCOPE_UNKNOWN'],
])('an invitation with %s is refused', async (_name, change, code) => {
  expect((await invite(leadOf(portal), change)).refusal?.code).toBe(code);
});

test('nobody is invited into an organisation that there is not, or that is suspended', async () => {
  expect((await invite(officer, { organizationId: crypto.randomUUID() })).refusal?.code).toBe('ORGANIZATION_UNKNOWN');
  const suspended = await newOrganization();
  await database.pool.query(
    `update organization set status = 'SUSPENDED', suspended_at = now(),
    suspension_reason = 'Uji coba' where id = $1`,
    [suspended],
  );
  expect((await invite(officer, { organizationId: suspended })).refusal?.code).toBe('ORGANIZATION_SUSPENDED');
});
