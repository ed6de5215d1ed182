import { inject } from 'vitest';
import type { People } from './access-callers.ts';
import type { Arguments } from './access-document.ts';
import { graphClient } from './client.ts';
import { clientKey } from './client-key.ts';
import { idsOf, rowsOf } from './people.ts';
import { until } from './until.ts';

export interface Rows extends People {
  /** Ids by type: the victim, and what is theirs. */
  entities: Readonly<Record<string, string>>;
  given: Arguments;
}

const text = (value: string) => JSON.stringify(value);

const idOfOne = async (subgraph: string, table: string, victim: string): Promise<string> => {
  const [row] = await rowsOf<{ id: string }>(
    subgraph,
    `select id from ${table} where participant_id = $1 order by id desc limit 1`,
    [victim],
  );
  if (!row) throw new Error(`the person has no ${table}`);
  return row.id;
};

const officerDoes = async (field: string, wanted: string): Promise<string> => {
  const officer = graphClient(inject('stack'))('officer');
  const { data, errors } = await officer.query<Record<string, Record<string, { id: string }>>>(
    `mutation { done: ${field} { ${wanted} { id } refusal { code message } } }`,
  );
  const id = data?.done?.[wanted]?.id;
  if (!id) throw new Error(JSON.stringify({ field, data, errors }));
  return id;
};

/** Unquoted names, as GraphQL writes an object. */
const literal = (value: object) => JSON.stringify(value).replace(/"(\w+)":/g, '$1: ');

const newJwk = async () => literal((await clientKey(crypto.randomUUID())).jwk);

/** What an organisation is, and a scope that its clients can hold. Each test file takes another kind: the newest is found by it. */
interface Kind {
  kind: 'JOB_PORTAL' | 'PAYMENT_PARTNER';
  scope: string;
}

/** An organisation, suspended, with a client and two keys of which one ends: none of its fields is null. */
const newOrganization = async ({ kind, scope }: Kind) => {
  const key = () => `idempotencyKey: "${crypto.randomUUID()}"`;
  const registered = `registerOrganization(${key()}, input: { name: "Matriks", kind: ${kind} })`;
  const organization = await officerDoes(registered, 'organization');
  const input = `{ organizationId: "${organization}", name: "Backend", scopes: ["${scope}"], jwk: ${await newJwk()} }`;
  const client = await officerDoes(`registerClient(${key()}, input: ${input})`, 'client');
  await officerDoes(`rotateClientKey(clientId: "${client}", jwk: ${await newJwk()})`, 'client');
  await officerDoes(`suspendOrganization(id: "${organization}", reason: "Found by the matrix")`, 'organization');
  return { organization, client };
};

/** Reads the person's identity, so that there is something in their access log. */
const leaveATrace = async (victim: string) => {
  const as = graphClient(inject('stack'));
  await as('officer').query(`{ participant(id: "${victim}") { identity(purpose: AUDIT) { nik } } }`);
  const log = '{ me { accessLog(first: 1) { nodes { at } } } }';
  const read = async () =>
    (await as('participant', victim).query<{ me: { accessLog: { nodes: object[] } } }>(log)).data.me.accessLog.nodes;
  await until(read, (entries) => entries.length > 0, 10_000);
};

/** A seeded alumnus with everything that can be protected, another one, and the arguments that lead to the first. */
export const findRows = async (organizationKind: Kind): Promise<Rows> => {
  const [victim = '', stranger = ''] = await idsOf('ALUMNI', 2);
  const [disbursement, enrollment, certificate, registered] = await Promise.all([
    idOfOne('payments', 'disbursement', victim),
    idOfOne('training', 'enrollment', victim),
    idOfOne('training', 'certificate', victim),
    newOrganization(organizationKind),
    leaveATrace(victim),
  ]);
  const { organization, client } = registered;
  const entities = {
    Participant: victim,
    Disbursement: disbursement,
    Enrollment: enrollment,
    Certificate: certificate,
    Organization: organization,
  };
  const jwk = await newJwk();
  const key = `idempotencyKey: "${crypto.randomUUID()}"`;
  const given = {
    'Query.participant': `id: ${text(victim)}`,
    'Query.participants': 'filter: { status: ALUMNI }',
    'Query.disbursement': `id: ${text(disbursement)}`,
    'Query.enrollment': `id: ${text(enrollment)}`,
    'Query.certificate': `id: ${text(certificate)}`,
    'Query.organization': `id: ${text(organization)}`,
    'Query.organizations': `kind: ${organizationKind.kind}`,
    'Participant.identity': 'purpose: AUDIT',
    'Mutation.eraseParticipant': `id: ${text(victim)}`,
    'Mutation.announceWave': 'number: 1003',
    'Mutation.registerOrganization': `${key}, input: { name: "Matriks", kind: BANK }`,
    'Mutation.registerClient': `${key}, input: { organizationId: ${text(organization)}, name: "Matriks", scopes: [], jwk: ${jwk} }`,
    'Mutation.rotateClientKey': `clientId: ${text(client)}, jwk: ${jwk}`,
    'Mutation.suspendOrganization': `id: ${text(organization)}, reason: "Matriks"`,
    'Mutation.resumeOrganization': `id: ${text(organization)}`,
  };
  return { victim, stranger, entities, given };
};
