import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { movableClock } from './clock.ts';
import { callerOf } from './subgraph.ts';
import { idOf, openTraining, organizations } from './training.ts';

/** A key as an institution keeps it. */
export interface InstitutionKey {
  privateKey: KeyObject;
  /** The public key as it is registered. */
  jwk: string;
  alg: 'ES256' | 'EdDSA';
}

export const newKey = (alg: 'ES256' | 'EdDSA' = 'ES256'): InstitutionKey => {
  const { privateKey, publicKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return { privateKey, alg, jwk: JSON.stringify(publicKey.export({ format: 'jwk' })) };
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs claims as a VC-JWT; `header` replaces what stands in the header otherwise. */
export const signClaims = (claims: object, { privateKey, alg }: InstitutionKey, header: object): string => {
  const input = `${encode({ alg, typ: 'vc+jwt', ...header })}.${encode(claims)}`;
  const signature =
    alg === 'ES256'
      ? sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      : sign(null, Buffer.from(input), privateKey);
  return `${input}.${signature.toString('base64url')}`;
};

interface Refusal {
  refusal: { code: string; path: string[] } | null;
}
interface Draft extends Refusal {
  draft: { certificateId: string; claims: string; issuer: string } | null;
}
export interface Issue extends Refusal {
  certificate: { id: string; state: string } | null;
}

const REGISTER = `mutation ($institution: ID!, $jwk: String!, $from: DateTime, $until: DateTime) {
  registerCertificateKey(institution: $institution, jwk: $jwk, validFrom: $from, validUntil: $until) {
    key { kid jwk validFrom validUntil compromisedAt } refusal { code path } } }`;
const END = `mutation ($kid: ID!, $until: DateTime, $compromisedAt: DateTime) {
  endCertificateKey(kid: $kid, validUntil: $until, compromisedAt: $compromisedAt) {
    key { kid validUntil compromisedAt } refusal { code path } } }`;
const DRAFT = `mutation ($enrollment: ID!) {
  draftCertificate(enrollment: $enrollment) { draft { certificateId claims issuer } refusal { code path } } }`;
const ISSUE = `mutation ($enrollment: ID!, $credential: String!, $key: String!) {
  issueCertificate(enrollment: $enrollment, credential: $credential, idempotencyKey: $key) {
    certificate { id state } refusal { code path } } }`;
const REVOKE = `mutation ($id: ID!, $reason: String!) {
  revokeCertificate(id: $id, reason: $reason) { certificate { id state } refusal { code path } } }`;

const COMPLETED = `insert into enrollment
    (id, participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
  select id, participant, $3, 'COMPLETED', 400000, $4, $4, $4
  from unnest($1::uuid[], $2::uuid[]) as row (id, participant)`;
const OUTCOME = `insert into learning_outcome
    (participant_id, enrollment_id, outcome, rule, score, sessions_attended, sessions_held, decided_at)
  select participant, id, 'COMPLETED', '2023', 88, 2, 2, $3
  from unnest($1::uuid[], $2::uuid[]) as row (id, participant)`;

/** The client of an institution, or of another organisation. */
export const issuerOf = (org: string | null, scope = 'certificate:issue') => ({ ...callerOf('client', scope), org });
export const issuer = issuerOf(organizations.satu);

type TrainingGraph = Awaited<ReturnType<typeof openTraining>>;

/** Asks, and throws what is no answer. */
const strictly =
  ({ ask }: TrainingGraph): TrainingGraph['ask'] =>
  async (...call) => {
    const answer = await ask<never>(...call);
    if (answer.errors.length > 0) throw answer.errors[0]?.originalError ?? answer.errors[0];
    return answer;
  };

/** Makes enrolments that are completed and assessed. */
const completing = ({ database }: TrainingGraph, now: () => Date) => {
  let last = 20_000;
  const idsOf = (count: number) =>
    Array.from({ length: count }, () => {
      last += 1;
      return idOf(last);
    });
  const complete = async (count = 1, course = 11) => {
    const enrollments = idsOf(count);
    const participants = idsOf(count);
    const at = new Date(now().getTime() - 86_400_000);
    await database.pool.query(COMPLETED, [enrollments, participants, idOf(course), at]);
    await database.pool.query(OUTCOME, [enrollments, participants, at]);
    return enrollments.map((enrollment, index) => ({ enrollment, participant: participants[index] as string }));
  };
  const completeOne = async (course = 11) =>
    (await complete(1, course))[0] as { enrollment: string; participant: string };
  return { complete, completeOne };
};

/** Registers and ends keys. */
const keeping = (training: TrainingGraph) => {
  const ask = strictly(training);
  type RegisterAnswer = {
    registerCertificateKey: Refusal & { key: { kid: string; validUntil: string | null } | null };
  };
  const register = async (key: InstitutionKey, variables: object = {}, as = issuer) =>
    (await ask<RegisterAnswer>(as, REGISTER, { institution: idOf(1), jwk: key.jwk, ...variables })).data
      .registerCertificateKey;
  const endKey = async (kid: string, variables: object = {}, as = issuer) =>
    (await ask<{ endCertificateKey: Refusal & { key: object | null } }>(as, END, { kid, ...variables })).data
      .endCertificateKey;
  const registered = async (alg: 'ES256' | 'EdDSA' = 'ES256') => {
    const key = newKey(alg);
    const { key: known } = await register(key);
    return { ...key, kid: known?.kid ?? '' };
  };
  return { register, endKey, registered };
};

/** A key under its id. */
type KnownKey = InstitutionKey & { kid: string };
type ClaimsChange = (claims: Record<string, unknown>) => object;

/** Drafts, signs, issues and revokes. */
const issuing = (training: TrainingGraph, now: () => Date) => {
  const ask = strictly(training);
  const draft = async (enrollment: string, as = issuer) =>
    (await ask<{ draftCertificate: Draft }>(as, DRAFT, { enrollment })).data.draftCertificate;
  const issue = async (
    enrollment: string,
    credential: string,
    { key = crypto.randomUUID() as string, as = issuer } = {},
  ) => (await ask<{ issueCertificate: Issue }>(as, ISSUE, { enrollment, credential, key })).data.issueCertificate;
  const revoke = async (id: string, reason = 'Issued by mistake', as = issuer) =>
    (await ask<{ revokeCertificate: Issue }>(as, REVOKE, { id, reason })).data.revokeCertificate;
  const nowS = () => Math.floor(now().getTime() / 1000);
  /** Drafts and signs; `change` alters the claims before that. */
  const signed = async (enrollment: string, key: KnownKey, change: ClaimsChange = (claims) => claims) => {
    const { draft: made } = await draft(enrollment);
    const claims = change({ ...JSON.parse(made?.claims ?? '{}'), iat: nowS() });
    return signClaims(claims, key, { kid: `${made?.issuer}#${key.kid}` });
  };
  return { draft, issue, revoke, signed, nowS };
};

/** The training subgraph with a course of each of two institutions, and what issues certificates. */
export const openCertificates = async () => {
  const clock = movableClock();
  const courses = [
    { number: 11, title: 'Barista', skills: ['barista-work', 'latte-art'] },
    { number: 12, institution: 2 },
  ];
  const training = await openTraining(courses, { now: clock.now });
  const enrolments = completing(training, clock.now);
  const calls = issuing(training, clock.now);
  /** A certificate that was issued. */
  const issued = async (key: KnownKey, change?: ClaimsChange) => {
    const { enrollment, participant } = await enrolments.completeOne();
    const credential = await calls.signed(enrollment, key, change);
    const { certificate, refusal } = await calls.issue(enrollment, credential);
    if (!certificate) throw new Error(JSON.stringify(refusal));
    return { id: certificate.id, enrollment, participant, credential };
  };
  return { ...training, ...enrolments, ...keeping(training), ...calls, clock, issued };
};
