import { inject } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { evaluate, policyOf } from '../../subgraphs/pmo/policy/index.ts';
import { showToPortal } from './access-alumni.ts';
import type { People } from './access-callers.ts';
import { type CatalogueRows, catalogueGiven, findCatalogue } from './access-catalogue.ts';
import { signAndRevoke } from './access-certificate.ts';
import { disputesGiven, loseNik, winDispute } from './access-dispute.ts';
import type { Arguments } from './access-document.ts';
import { learn, learningGiven } from './access-learning.ts';
import { flagPhone } from './access-marks.ts';
import { findMoney } from './access-money.ts';
import { sendToPartner } from './access-people.ts';
import { registryGiven } from './access-registry.ts';
import { classesGiven, sell } from './access-selling.ts';
import { shareOutWave } from './access-tranche.ts';
import { findVacancies } from './access-vacancy.ts';
import { findWork } from './access-work.ts';
import { graphClient } from './client.ts';
import { clientKey } from './client-key.ts';
import { idOfOne, idsOf, rowsOf } from './people.ts';
import { personAt } from './registration.ts';
import { until } from './until.ts';

export interface Rows extends People {
  /** Ids by type: the victim, and what is theirs. */
  entities: Readonly<Record<string, string>>;
  given: Arguments;
  catalogue: CatalogueRows;
}

const text = (value: string) => JSON.stringify(value);

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
  kind: 'JOB_PORTAL' | 'PAYMENT_PARTNER' | 'ASSESSOR';
  scope: string;
}

/** An organisation, suspended, with a suspended client and two keys of which one ends: none of its fields is null. */
const newOrganization = async ({ kind, scope }: Kind) => {
  const key = () => `idempotencyKey: "${crypto.randomUUID()}"`;
  const registered = `registerOrganization(${key()}, input: { name: "Matriks", kind: ${kind} })`;
  const organization = await officerDoes(registered, 'organization');
  const input = `{ organizationId: "${organization}", name: "Backend", scopes: ["${scope}"], jwk: ${await newJwk()} }`;
  const client = await officerDoes(`registerClient(${key()}, input: ${input})`, 'client');
  await officerDoes(`rotateClientKey(clientId: "${client}", jwk: ${await newJwk()})`, 'client');
  await officerDoes(`suspendClient(id: "${client}", reason: "Found by the matrix")`, 'client');
  await officerDoes(`suspendOrganization(id: "${organization}", reason: "Found by the matrix")`, 'organization');
  return { organization, client };
};

/** Reads the person's identity and wallet, so that there is something in their access logs. */
const leaveATrace = async (victim: string) => {
  const as = graphClient(inject('stack'));
  const wanted = 'identity(purpose: AUDIT) { nik } wallet { number(purpose: AUDIT) }';
  await as('officer').query(`{ participant(id: "${victim}") { ${wanted} } }`);
  const entries = 'accessLog(first: 1) { nodes { at } }';
  type Log = { accessLog: { nodes: object[] } };
  const read = async () =>
    (
      await as('participant', victim).query<{ me: Log & { wallet: Log } }>(
        `{ me { ${entries} wallet { ${entries} } } }`,
      )
    ).data.me;
  const hasBoth = ({ accessLog, wallet }: Awaited<ReturnType<typeof read>>) =>
    accessLog.nodes.length > 0 && wallet.accessLog.nodes.length > 0;
  await until(read, hasBoth, 10_000);
  await sendToPartner(victim);
};

const COMPLETE = `update participant set education = 'DIPLOMA', motivation = 'Ingin bekerja.',
  ability_score = 12, ability_seconds = 900,
  phone_confirmed_at = now(), email_confirmed_at = now() where id = $1`;
const REMEMBER = 'insert into policy_facts (hash, facts) values ($1, $2) on conflict do nothing';
const DECIDE = `insert into policy_decision
    (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
  select wave_number, participant_id, 'JOIN', '2023', $2, $3, current_date, now() from registration
  where participant_id = $1 and not exists (
    select from policy_decision as known where known.participant_id = $1 and known.wave_number = registration.wave_number
      and known.facts_hash = $2)`;

const SALT = `update registration set entry_salt = sha256('matrix'),
    entry_id = encode(substring(sha256(sha256('matrix') || nik_index) for 16), 'hex')::uuid
  from nik_claim where registration.participant_id = $1 and nik_claim.participant_id = $1`;

const LIST = `with source as (
    insert into barred_source (list, key, name) values ('STUDENTS', 'MATRIKS', 'Matriks')
    on conflict (list, key) do update set name = excluded.name returning id
  )
  insert into barred_list_version (list, source, source_id, list_date, mode, file, file_sha256, status, refusal,
    requested_by, request_id, requested_at, finished_at)
  select 'STUDENTS', 'Matriks', id, current_date, 'ADD', 'none.csv', sha256(''), 'REFUSED', 'SHA256_DIFFERS', 'matrix',
    'matrix', now(), now() from source`;

/** What a registration of today leaves and a seeded person lacks, with a decision that gives a reason; and a list. */
const completeRegistration = async (victim: string) => {
  await rowsOf('pmo', COMPLETE, [victim]);
  await rowsOf('pmo', SALT, [victim]);
  await rowsOf('pmo', LIST);
  const { facts, factsHash, reasons } = evaluate(policyOf('2023'), {
    age: 30,
    wave: 1001,
    workStatus: 'WORKER',
    occupation: 'NONE',
    isInFormalEducation: true,
    lists: [],
    hasAward: false,
    cardRecipients: 0,
    isNikClaimed: true,
  });
  const hash = Buffer.from(factsHash, 'hex');
  await rowsOf('pmo', REMEMBER, [hash, facts]);
  await rowsOf('pmo', DECIDE, [victim, hash, reasons.map(({ code }) => code)]);
};

/** A correction, so that there are former values; another test file may come first. */
const correctRegistration = async (victim: string) => {
  const self = graphClient(inject('stack'))('participant', victim);
  const { data } = await self.query<{ me: { version: number } }>('{ me { version } }');
  const input = `{ expectedVersion: ${data.me.version}, reason: "Matriks", motivation: "Ingin ${crypto.randomUUID()}" }`;
  type CorrectionResult = { correctRegistration: { refusal: { code: string } | null } };
  const done = await self.query<CorrectionResult>(
    `mutation { correctRegistration(idempotencyKey: "${crypto.randomUUID()}", input: ${input}) { refusal { code } } }`,
  );
  const code = done.data.correctRegistration.refusal?.code ?? 'VERSION_CHANGED';
  if (code !== 'VERSION_CHANGED') throw new Error(code);
};

const ENDED = `insert into consent
    (id, participant_id, portal_id, purpose, region_code, status, granted_at, until, ended_at)
  select uuidv7(), participant.id, $2, 'STATISTICS', region_code, 'WITHDRAWN', now(), now() + interval '1 day', now()
  from participant where id = $1`;

/** Lets all portals find the person, of whom one does, and takes another consent back, which is the newest. */
const consentToAll = async (victim: string): Promise<Arguments> => {
  const as = graphClient(inject('stack'));
  const input = 'input: { allPortals: true, purpose: JOB_MATCHING }';
  const grant = `grantConsent(${input}, idempotencyKey: "${crypto.randomUUID()}")`;
  await as('participant', victim).query(`mutation { ${grant} { refusal { code } } }`);
  await rowsOf('pmo', ENDED, [victim, syntheticOrganizations.portal.id]);
  const kept = 'select from consent where participant_id = $1';
  await until(
    () => rowsOf('jobs', kept, [victim]),
    (rows) => rows.length > 0,
    10_000,
  );
  return showToPortal(inject('stack'), victim);
};

const answers = `[{ question: "usefulness", number: 5 }, { question: "gains", choices: ["skill"] },
  { question: "recommends", choices: ["yes"] }, { question: "remarks", text: "Lebih banyak praktik." }]`;

/** Fills in a survey, with an answer of every kind; one that was filled in before stays. */
const fillInSurvey = async (victim: string) => {
  // Seeded surveys have no answers, and take the place of one that has.
  await rowsOf('pmo', 'delete from survey_submission where participant_id = $1 and sealed is null', [victim]);
  const input = `input: { survey: "TRAINING_EVALUATION", answers: ${answers} }`;
  const submit = `submitSurvey(${input}, idempotencyKey: "${crypto.randomUUID()}")`;
  await graphClient(inject('stack'))('participant', victim).query(`mutation { ${submit} { refusal { code } } }`);
};

/** Arguments of what is done to waves; each would be refused as out of turn. */
const wavesGiven = (key: string): Arguments => ({
  ...disputesGiven(key),
  'Query.wave': 'number: 1004',
  'Mutation.importBarredList': `${key}, input: { list: STUDENTS, source: "Matriks", listDate: "2026-01-01", file: "none.csv", sha256: "00" }`,
  'Mutation.approveBarredList': 'version: 1',
  'Mutation.declineBarredList': 'version: 1',
  'Mutation.announceWave': 'number: 1003',
  'Mutation.createWave': `${key}, input: { number: 9999, quota: 1, opensAt: "2026-01-01T00:00:00Z", closesAt: "2026-01-02T00:00:00Z" }`,
  'Mutation.updateWave': 'number: 1003, input: { quota: 1 }',
  'Mutation.openWave': 'number: 1003',
  'Mutation.closeWave': 'number: 1003',
  'Mutation.cancelWave': 'number: 1003, reason: "Matriks"',
  'Mutation.screenWave': 'number: 1003',
  'Mutation.drawWave': 'number: 1003',
  'Mutation.cosignDraw': 'number: 1004, attempt: 1, cosignature: "— matrix AAAA"',
  'Mutation.revokeUnused': 'number: 1004',
  'Mutation.reofferQuota': 'from: 1003, to: 1002, places: 1, decisionNumber: "KEP-1"',
});

/** Arguments of what people do for themselves. */
const ownGiven = (victim: string, key: string): Arguments => ({
  'Mutation.registerParticipant': `${key}, input: ${literal(personAt(999))
    .replace(/education: "(\w+)"/, 'education: $1')
    .replace(/workStatus: "(\w+)"/, 'workStatus: $1')}`,
  'Mutation.requestVerificationCode': 'channel: PHONE',
  'Mutation.confirmVerificationCode': 'channel: PHONE, code: "000000"',
  'Mutation.joinWave': `number: 1005, ${key}`,
  'Mutation.grantConsent': `${key}, input: { allPortals: true, purpose: JOB_MATCHING }`,
  'Mutation.withdrawConsent': `id: ${text(victim)}, ${key}`,
  'Mutation.submitSurvey': `${key}, input: { survey: "TRAINING_EVALUATION", answers: [] }`,
});

const FACT = `insert into fact_pending (id, organization_id, type, subject, data, occurred_at)
  select uuidv7(), $1, 'test.sent', 'matrix', '{}', now()`;

const WEBHOOK = `insert into webhook (id, organization_id, url, types, status, paused_because, position, failures,
    failing_since, due_at, turn_at, created_at)
  values ($1, $2, 'https://matrix.example.com/', '{test.sent}', 'PAUSED', 'FAILING', 0, 1, now(), now(), now(), now())`;
const SECRET = `insert into webhook_secret (id, webhook_id, sealed, created_at) values (uuidv7(), $1, '', now())`;

/** Gives an organisation a webhook none of whose fields is null. */
const newWebhook = async (organization: string): Promise<string> => {
  const id = uuidv7();
  await rowsOf('pmo', WEBHOOK, [id, organization]);
  await rowsOf('pmo', SECRET, [id]);
  return id;
};

/** Tells the platform of the default run something, waits until it has its number, and gives it a webhook. */
const tellPlatform = async () => {
  const { id } = syntheticOrganizations.platform;
  const webhook = await newWebhook(id);
  await rowsOf('pmo', FACT, [id]);
  await until(
    () => rowsOf('pmo', 'select from fact where organization_id = $1', [id]),
    (facts) => facts.length > 0,
    10_000,
  );
  return webhook;
};

/** Arguments of what organisations do with their webhooks. */
const webhooksGiven = (webhook: string, key: string): Arguments => {
  const id = `id: ${text(webhook)}`;
  const input = 'input: { url: "https://127.0.0.1/" }';
  return {
    'Query.webhook': id,
    'Mutation.registerWebhook': `${key}, ${input}`,
    'Mutation.updateWebhook': `${id}, ${input}`,
    'Mutation.pauseWebhook': id,
    'Mutation.resumeWebhook': id,
    'Mutation.rotateWebhookSecret': `${id}, ${key}`,
    'Mutation.removeWebhook': id,
    'Mutation.sendTestEvent': id,
    'Mutation.replayEvents': `${id}, ${key}, input: { ids: [] }`,
  };
};

const profile = 'taxNumber: "0", legalForm: FOUNDATION, established: "2020-01-01", provinces: []';
const profilesGiven: Arguments = {
  'Mutation.updatePlatformProfile': `expectedVersion: 1, input: { ${profile} }`,
  'Mutation.updateInstitutionProfile': `expectedVersion: 1, input: { ${profile} }`,
};

/** Arguments of what officers do with an organisation and its client. */
const organizationsGiven = (
  { organization, client }: Record<'organization' | 'client', string>,
  jwk: string,
  key: string,
): Arguments => ({
  'Mutation.registerOrganization': `${key}, input: { name: "Matriks", kind: BANK }`,
  'Mutation.registerClient': `${key}, input: { organizationId: ${text(organization)}, name: "Matriks", scopes: [], jwk: ${jwk} }`,
  'Mutation.rotateClientKey': `clientId: ${text(client)}, jwk: ${jwk}`,
  'Mutation.suspendClient': `id: ${text(client)}, reason: "Matriks"`,
  'Mutation.resumeClient': `id: ${text(client)}`,
  'Mutation.suspendOrganization': `id: ${text(organization)}, reason: "Matriks"`,
  'Mutation.resumeOrganization': `id: ${text(organization)}`,
  'Mutation.setOrganizationAllowance': `input: { organizationId: ${text(organization)}, scopes: [], mostClients: 1, mostDevelopers: 1 }`,
  'Mutation.inviteDeveloper': `input: { organizationId: ${text(organization)}, email: "matriks@example.org", label: "Matriks", scopes: ["webhook:manage"] }`,
  'Mutation.removeDeveloper': 'id: "018d0000-0000-7000-8000-000000000999"',
});

/** A seeded alumnus with everything that can be protected, another one, and the arguments that lead to the first. */
export const findRows = async (organizationKind: Kind): Promise<Rows> => {
  const [victim = '', stranger = ''] = await idsOf('ALUMNI', 2);
  const [disbursement, enrollment, certificate, registered, alumni, webhook] = await Promise.all([
    idOfOne('payments', 'disbursement', victim),
    idOfOne('training', 'enrollment', victim),
    idOfOne('training', 'certificate', victim),
    newOrganization(organizationKind),
    consentToAll(victim),
    tellPlatform(),
    fillInSurvey(victim).then(() => winDispute(victim, stranger)),
    leaveATrace(victim),
    completeRegistration(victim).then(() => Promise.all([correctRegistration(victim), flagPhone(victim)])),
  ]);
  await Promise.all([signAndRevoke(certificate), learn(enrollment), loseNik(victim, stranger), shareOutWave(victim)]);
  await sell(enrollment);
  const key = `idempotencyKey: "${crypto.randomUUID()}"`;
  const money = await findMoney({ victim, disbursement, key });
  const [catalogue, published] = await Promise.all([findCatalogue(), findVacancies()]);
  const work = await findWork({ victim, key, vacancy: published.entities.Vacancy });
  const { organization } = registered;
  const entities = {
    Participant: victim,
    Disbursement: disbursement,
    DisbursementBatch: money.batch,
    Enrollment: enrollment,
    Purchase: money.purchase,
    Course: catalogue.course.id,
    Platform: catalogue.platform.id,
    Certificate: certificate,
    Organization: organization,
    ...published.entities,
    ...work.entities,
  };
  const given = {
    'Query.participant': `id: ${text(victim)}`,
    'Query.participants': 'filter: { status: ALUMNI }',
    'Query.disbursement': `id: ${text(disbursement)}`,
    'Query.enrollment': `id: ${text(enrollment)}`,
    'Query.certificate': `id: ${text(certificate)}`,
    'Query.organization': `id: ${text(organization)}`,
    'Query.organizations': `kind: ${organizationKind.kind}`,
    'Query.taxNumber': `organizationId: ${text(syntheticOrganizations.platform.id)}`,
    ...alumni,
    'Participant.identity': 'purpose: AUDIT',
    'Wallet.number': 'purpose: AUDIT',
    'ParticipantRevision.formerValues': 'purpose: AUDIT',
    'Mutation.correctRegistration': `${key}, input: { participantId: ${text(victim)}, expectedVersion: 1, reason: "Matriks", name: "Matriks" }`,
    'Mutation.eraseParticipant': `id: ${text(victim)}`,
    ...wavesGiven(key),
    ...webhooksGiven(webhook, key),
    ...ownGiven(victim, key),
    ...catalogueGiven(key),
    ...catalogue.given,
    ...learningGiven(enrollment, key),
    ...classesGiven(key),
    ...organizationsGiven(registered, await newJwk(), key),
    ...profilesGiven,
    ...published.given,
    ...money.given,
    ...work.given,
    ...(await registryGiven(key, organization)),
  };
  return { victim, stranger, entities, given, catalogue };
};
