import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { issuer, issuerOf, newKey, openCertificates, signClaims } from '../../../tests/testkit/certificates.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { enrollment } from '../enrollment/enrollment.feature.ts';
import { certificate } from './certificate.feature.ts';

const training = await openCertificates();
const { ask, askAnonymously, clock, complete, completeOne, database, draft, issue, issued, registered, signed } =
  training;
const key = await registered();

const CHECK = `query ($id: ID!) { certificate(id: $id) { state revokedAt validUntil score courseVersion
  skillLevels { code level } participant { id } } }`;
const check = async (id: string) =>
  (await askAnonymously<{ certificate: Record<string, unknown> | null }>(CHECK, { id })).data.certificate;
const eventsOf = async (type: string) =>
  (await database.pool.query('select data from event_outbox where type = $1 order by id', [type])).rows.map(
    ({ data }) => data,
  );

test.each(['ES256', 'EdDSA'] as const)(
  'a credential that %s signed is issued, and everyone can check it',
  async (alg) => {
    const certificate = await issued(await registered(alg));
    expect(await check(certificate.id)).toEqual({
      state: 'VALID',
      revokedAt: null,
      validUntil: null,
      score: 88,
      courseVersion: 1,
      skillLevels: [
        { code: 'barista-work', level: 'BASIC' },
        { code: 'latte-art', level: 'BASIC' },
      ],
      participant: null,
    });
    const { rows } = await database.pool.query('select status from enrollment where id = $1', [certificate.enrollment]);
    expect(rows).toEqual([{ status: 'CERTIFIED' }]);
    expect((await eventsOf('training.certificate.issued')).at(-1)).toMatchObject({
      certificates: [
        {
          certificate: certificate.id,
          enrollment: certificate.enrollment,
          participant: certificate.participant,
          course: idOf(11),
          skills: ['barista-work', 'latte-art'],
          levels: ['BASIC', 'BASIC'],
        },
      ],
    });
  },
);

test('the subject is a hash that the holder alone can open', async () => {
  const { id, participant, credential } = await issued(key);
  const OPEN = 'query ($id: ID!) { certificate(id: $id) { salt receipt credential } }';
  const opened = async (caller: Parameters<typeof ask>[0]) =>
    (
      await ask<{ certificate: { salt: string | null; receipt: string | null; credential: string | null } }>(
        caller,
        OPEN,
        { id },
      )
    ).data.certificate;
  const { salt, receipt, credential: own } = await opened(callerOf(participant, 'self'));
  expect([own, receipt?.split('.').length]).toEqual([credential, 3]);
  const claims = JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString());
  const hash = createHash('sha256')
    .update(Buffer.from(salt ?? '', 'base64url'))
    .update(participant)
    .digest('base64url');
  expect(claims.credentialSubject.id).toBe(`ni:///sha-256;${hash}`);
  expect(JSON.stringify(claims)).not.toContain(participant);
  const nothing = { salt: null, receipt: null, credential: null };
  for (const caller of [callerOf(idOf(102), 'self'), issuer, issuerOf(organizations.dua, 'enrollment:read')]) {
    expect(await opened(caller)).toEqual(nothing);
  }
  for (const caller of [
    issuerOf(organizations.satu, 'enrollment:read'),
    callerOf('officer', 'enrollment:read participant:read'),
  ]) {
    expect(await opened(caller)).toEqual({ ...nothing, credential });
  }
});

test('a hundred parallel issues make one certificate, and one event', async () => {
  const { enrollment } = await completeOne();
  const credential = await signed(enrollment, key);
  const before = (await eventsOf('training.certificate.issued')).length;
  const answers = await Promise.all(Array.from({ length: 100 }, () => issue(enrollment, credential)));
  const codes = answers.map(({ certificate, refusal }) => (certificate ? 'ISSUED' : refusal?.code));
  expect(codes.filter((code) => code === 'ISSUED')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['ISSUED', 'CERTIFICATE_ALREADY_ISSUED']));
  const { rows } = await database.pool.query('select from certificate where enrollment_id = $1', [enrollment]);
  expect([rows.length, (await eventsOf('training.certificate.issued')).length]).toEqual([1, before + 1]);
});

test('twenty parallel calls under one key answer one certificate', async () => {
  const { enrollment } = await completeOne();
  const credential = await signed(enrollment, key);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => issue(enrollment, credential, { key: 'the-same-key' })),
  );
  expect(new Set(answers.map(({ certificate }) => certificate?.id)).size).toBe(1);
  expect(answers.every(({ refusal }) => refusal === null)).toBe(true);
});

test('parallel drafts of one enrolment are one draft, and drafts of many have places of their own', async () => {
  const { enrollment } = await completeOne();
  const drafts = await Promise.all(Array.from({ length: 20 }, () => draft(enrollment)));
  expect(new Set(drafts.map((each) => each.draft?.claims)).size).toBe(1);
  const many = await complete(60);
  const made = await Promise.all(many.map((each) => draft(each.enrollment)));
  const places = made.map((each) => JSON.parse(each.draft?.claims ?? '{}').credentialStatus.id);
  expect(new Set(places).size).toBe(60);
});

type Claims = Record<string, unknown> & { credentialSubject: Record<string, unknown>; credentialStatus: object };
const subject = (claims: Record<string, unknown>, change: object) => ({
  ...claims,
  credentialSubject: { ...(claims as Claims).credentialSubject, ...change },
});
const achievement = (claims: Record<string, unknown>, change: object) =>
  subject(claims, { achievement: { ...((claims as Claims).credentialSubject.achievement as object), ...change } });
const later = (claims: Record<string, unknown>, seconds: number) => Number(claims.iat) + seconds;

test.each<[string, string, (claims: Record<string, unknown>) => object]>([
  [
    'CREDENTIAL_ISSUER_WRONG',
    'another issuer',
    (claims) => ({ ...claims, issuer: { ...(claims.issuer as object), id: 'did:web:evil.test' } }),
  ],
  [
    'CREDENTIAL_ISSUER_WRONG',
    'another name of the issuer',
    (claims) => ({ ...claims, issuer: { ...(claims.issuer as object), name: 'ITB' } }),
  ],
  ['CREDENTIAL_ISSUER_WRONG', 'another iss', (claims) => ({ ...claims, iss: 'did:web:evil.test' })],
  ['CREDENTIAL_SUBJECT_WRONG', 'another subject', (claims) => subject(claims, { id: 'ni:///sha-256;AAAA' })],
  ['CREDENTIAL_SUBJECT_WRONG', 'another sub', (claims) => ({ ...claims, sub: 'Siti' })],
  ['CREDENTIAL_ACHIEVEMENT_WRONG', 'another course', (claims) => achievement(claims, { name: 'Welding' })],
  ['CREDENTIAL_ACHIEVEMENT_WRONG', 'another version', (claims) => achievement(claims, { version: '2' })],
  ['CREDENTIAL_RESULTS_WRONG', 'no skills', (claims) => achievement(claims, { alignment: [] })],
  [
    'CREDENTIAL_RESULTS_WRONG',
    'a higher level',
    (claims) => JSON.parse(JSON.stringify(claims).replace('"value":"BASIC"', '"value":"ADVANCED"')),
  ],
  [
    'CREDENTIAL_RESULTS_WRONG',
    'a higher score',
    (claims) => JSON.parse(JSON.stringify(claims).replace('"value":"88"', '"value":"100"')),
  ],
  ['CREDENTIAL_DATES_WRONG', 'an earlier beginning', (claims) => ({ ...claims, validFrom: '2020-01-01T00:00:00Z' })],
  ['CREDENTIAL_DATES_WRONG', 'no time of signature', ({ iat: _, ...claims }) => claims],
  ['CREDENTIAL_DATES_WRONG', 'a signature of tomorrow', (claims) => ({ ...claims, iat: later(claims, 86_400) })],
  ['CREDENTIAL_DATES_WRONG', 'a signature of last week', (claims) => ({ ...claims, iat: later(claims, -7 * 86_400) })],
  [
    'CREDENTIAL_DATES_WRONG',
    'an end that has passed',
    (claims) => ({ ...claims, validUntil: '2020-01-01T00:00:00Z', exp: 1_577_836_800 }),
  ],
  [
    'CREDENTIAL_DATES_WRONG',
    'an end in a hundred years',
    (claims) => ({ ...claims, validUntil: '2126-01-01T00:00:00Z', exp: 4_922_899_200 }),
  ],
  [
    'CREDENTIAL_DATES_WRONG',
    'two ends',
    (claims) => ({ ...claims, validUntil: '2030-01-01T00:00:00Z', exp: 1_893_456_001 }),
  ],
  [
    'CREDENTIAL_STATUS_WRONG',
    'another place',
    (claims) => ({
      ...claims,
      credentialStatus: { ...(claims as Claims).credentialStatus, statusListIndex: '131072' },
    }),
  ],
  ['CREDENTIAL_STATUS_WRONG', 'no status', ({ credentialStatus: _, ...claims }) => claims],
  ['CREDENTIAL_CONTENT_WRONG', 'another type', (claims) => ({ ...claims, type: ['VerifiableCredential'] })],
  [
    'CREDENTIAL_CONTENT_WRONG',
    'another context',
    (claims) => ({ ...claims, '@context': ['https://www.w3.org/2018/credentials/v1'] }),
  ],
  ['CREDENTIAL_CONTENT_WRONG', 'a claim of its own', (claims) => ({ ...claims, nonce: 'x' })],
])('%s: %s', async (code, _what, change) => {
  const { enrollment } = await completeOne();
  const { certificate, refusal } = await issue(enrollment, await signed(enrollment, key, change));
  expect([certificate, refusal?.code, refusal?.path[0]]).toEqual([null, code, 'credential']);
});

test('a header other than that of a VC-JWT, and what is no JWT, is malformed', async () => {
  const { enrollment } = await completeOne();
  const made = await draft(enrollment);
  const claims = { ...JSON.parse(made.draft?.claims ?? ''), iat: training.nowS() };
  const kid = `${made.draft?.issuer}#${key.kid}`;
  const headers = [
    { typ: 'JWT' },
    { alg: 'none' },
    { alg: 'RS256' },
    { crit: ['b64'], b64: false },
    { jwk: {} },
    { kid: 7 },
  ];
  const credentials = [
    ...headers.map((header) => signClaims(claims, key, { kid, ...header })),
    '',
    'a.b',
    'a.b.c',
    `${Buffer.from('{"alg":"ES256","typ":"vc+jwt","kid":"x"}').toString('base64url')}.W10.AA`,
    'x'.repeat(65_537),
  ];
  for (const credential of credentials) {
    expect([credential.slice(0, 20), (await issue(enrollment, credential)).refusal?.code]).toEqual([
      credential.slice(0, 20),
      'CREDENTIAL_MALFORMED',
    ]);
  }
});

test('a credential counts only by a key of the institution that is valid now', async () => {
  const { enrollment } = await completeOne();
  const codeOf = async (each: Parameters<typeof signed>[1]) =>
    (await issue(enrollment, await signed(enrollment, each))).refusal?.code;
  expect(await codeOf({ ...newKey(), kid: 'x'.repeat(43) })).toBe('CREDENTIAL_KEY_UNKNOWN');
  expect(await codeOf({ ...newKey(), kid: key.kid })).toBe('CREDENTIAL_SIGNATURE_WRONG');
  expect(await codeOf({ ...newKey('EdDSA'), kid: key.kid })).toBe('CREDENTIAL_SIGNATURE_WRONG');
  const others = newKey();
  const asDua = issuerOf(organizations.dua);
  const { key: known } = await training.register(others, { institution: idOf(2) }, asDua);
  expect(await codeOf({ ...others, kid: known?.kid ?? '' })).toBe('CREDENTIAL_KEY_UNKNOWN');
  const future = newKey();
  const from = new Date(clock.now().getTime() + 3_600_000).toISOString();
  const { key: later } = await training.register(future, { from });
  expect(await codeOf({ ...future, kid: later?.kid ?? '' })).toBe('CREDENTIAL_KEY_NOT_VALID');
  const ended = await registered();
  await training.endKey(ended.kid);
  expect(await codeOf(ended)).toBe('CREDENTIAL_KEY_NOT_VALID');
  expect((await issue(enrollment, await signed(enrollment, key))).certificate?.state).toBe('VALID');
});

test('only the institution of the course drafts and issues, for what is completed and drafted', async () => {
  const { enrollment } = await completeOne();
  const credential = await signed(enrollment, key);
  for (const [as, code] of [
    [issuerOf(organizations.dua), 'ENROLLMENT_UNKNOWN'],
    [issuerOf(organizations.pijar), 'ENROLLMENT_UNKNOWN'],
    [issuerOf(null), 'ENROLLMENT_UNKNOWN'],
    [issuerOf(organizations.satu, 'enrollment:read'), 'FORBIDDEN'],
    [callerOf('officer', 'course:monitor'), 'FORBIDDEN'],
  ] as const) {
    expect((await draft(enrollment, as)).refusal?.code).toBe(code);
    expect((await issue(enrollment, credential, { as })).refusal?.code).toBe(code);
  }
  for (const unknown of [idOf(99_999), 'nobody']) {
    expect((await draft(unknown)).refusal?.code).toBe('ENROLLMENT_UNKNOWN');
  }
  const undrafted = await completeOne();
  expect((await issue(undrafted.enrollment, credential)).refusal?.code).toBe('CERTIFICATE_NOT_DRAFTED');
  expect((await issue(undrafted.enrollment, credential, { key: 'short' })).refusal?.code).toBe(
    'IDEMPOTENCY_KEY_MALFORMED',
  );
  const open = idOf(90_001);
  await database.pool.query(
    `with claimed as (insert into open_course (participant_id, enrollment_id, opened_at) values ($1, $1, now()))
      insert into enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at)
      values ($1, $1, $2, 'PAID', 1, now(), now())`,
    [open, idOf(11)],
  );
  expect((await draft(open)).refusal?.code).toBe('ENROLLMENT_NOT_COMPLETED');
  expect((await issue(open, credential)).refusal?.code).toBe('ENROLLMENT_NOT_COMPLETED');
});

test('a revocation is final, and heard once', async () => {
  const { id, enrollment, participant } = await issued(key);
  const answers = await Promise.all(Array.from({ length: 20 }, () => training.revoke(id)));
  const codes = answers.map(({ certificate, refusal }) => certificate?.state ?? refusal?.code);
  expect(codes.filter((code) => code === 'REVOKED')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['REVOKED', 'CERTIFICATE_TRANSITION_ILLEGAL']));
  expect(await check(id)).toMatchObject({ state: 'REVOKED', participant: null });
  const told = (await eventsOf('training.certificate.revoked')).filter((event) => event.certificate === id);
  expect(told).toMatchObject([{ certificate: id, enrollment, participant, reason: 'Issued by mistake' }]);
});

test('who may revoke: the institution and officers who monitor; nobody else learns that there is something', async () => {
  const { id } = await issued(key);
  const codeOf = async (as: typeof issuer, reason?: string) => (await training.revoke(id, reason, as)).refusal?.code;
  expect(await codeOf(issuerOf(organizations.dua))).toBe('CERTIFICATE_UNKNOWN');
  expect(await codeOf(issuerOf(organizations.pijar))).toBe('CERTIFICATE_UNKNOWN');
  expect(await codeOf(callerOf(idOf(101), 'self'))).toBe('FORBIDDEN');
  expect(await codeOf(issuer, 'no')).toBe('REASON_MALFORMED');
  expect((await training.revoke(idOf(99_999))).refusal?.code).toBe('CERTIFICATE_UNKNOWN');
  expect(await codeOf(callerOf('officer', 'course:monitor'))).toBeUndefined();
  const REASON = 'query ($id: ID!) { certificate(id: $id) { state revocationReason } }';
  expect((await askAnonymously(REASON, { id })).data).toEqual({
    certificate: { state: 'REVOKED', revocationReason: null },
  });
});

test('a certificate expires when its institution says so', async () => {
  const end = new Date(Math.floor(clock.now().getTime() / 1000) * 1000 + 3_600_000);
  const validUntil = end.toISOString().replace('.000Z', 'Z');
  const { id } = await issued(key, (claims) => ({ ...claims, validUntil, exp: end.getTime() / 1000 }));
  expect(await check(id)).toMatchObject({ state: 'VALID', validUntil: end.toISOString() });
  clock.advance(3_600_001);
  expect(await check(id)).toMatchObject({ state: 'EXPIRED' });
});

test('what is erased cannot be opened any more, and can still be checked', async () => {
  const { id, participant } = await issued(key);
  const { erasure } = training.services;
  for (const statement of erasure) await database.pool.query(statement, [[participant]]);
  const { rows } = await database.pool.query('select salt from certificate_draft where certificate_id = $1', [id]);
  expect(rows).toEqual([{ salt: null }]);
  expect(await check(id)).toMatchObject({ state: 'VALID' });
});

test('every invariant holds after all of it', async () => {
  expect(await brokenInvariants(database.pool, [enrollment, certificate])).toEqual([]);
});
