import { expect, test } from 'vitest';
import { issuer, issuerOf, newKey, openCertificates } from '../../../tests/testkit/certificates.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { MOST_KEYS } from './certificate-key.service.ts';
import { readSigningKey, thumbprintOf } from './signing-key.ts';

const training = await openCertificates();
const { askAnonymously, clock, endKey, issued, register, registered } = training;
const asDua = issuerOf(organizations.dua);
const dua = { institution: idOf(2) };
const inHours = (hours: number) => new Date(clock.now().getTime() + hours * 3_600_000).toISOString();

test('the thumbprint is that of RFC 7638, whatever the order of the members', () => {
  // The example key of RFC 8037, appendix A.3.
  const jwk = { crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kty: 'OKP' };
  expect(thumbprintOf(readSigningKey(JSON.stringify(jwk)))).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

test('an institution’s keys are public, the newest first, with their dates', async () => {
  const first = newKey();
  await register(first, dua, asDua);
  clock.advance(1_000);
  const { key: second } = await register(newKey('EdDSA'), { ...dua, until: inHours(2) }, asDua);
  const KEYS = 'query ($id: ID!) { institution(id: $id) { certificateKeys { kid jwk validUntil compromisedAt } } }';
  const { data } = await askAnonymously<{ institution: { certificateKeys: { kid: string; jwk: string }[] } }>(KEYS, {
    id: idOf(2),
  });
  const [newest, oldest] = data.institution.certificateKeys;
  expect([newest?.kid, data.institution.certificateKeys.length]).toEqual([second?.kid, 2]);
  expect(JSON.parse(oldest?.jwk ?? '')).toEqual({
    ...JSON.parse(first.jwk),
    kid: oldest?.kid,
    alg: 'ES256',
    use: 'sig',
  });
});

const bad: [string, string][] = [
  ['KEY_MALFORMED', 'no JSON'],
  ['KEY_MALFORMED', '7'],
  ['KEY_MALFORMED', '[]'],
  ['KEY_MALFORMED', '{"kty":"RSA","n":"AQAB","e":"AQAB"}'],
  ['KEY_MALFORMED', JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) })],
  ['KEY_MALFORMED', JSON.stringify({ kty: 'EC', crv: 'secp256k1', x: 'A'.repeat(43), y: 'A'.repeat(43) })],
  ['PRIVATE_KEY_SENT', JSON.stringify(newKey().privateKey.export({ format: 'jwk' }))],
];
test.each(bad)('%s: %s', async (code, jwk) => {
  const { refusal } = await register({ ...newKey(), jwk });
  expect([refusal?.code, refusal?.path]).toEqual([code, ['jwk']]);
});

test('only the institution registers its keys; a key belongs to one institution, for ever', async () => {
  const key = newKey();
  const codeOf = async (as: typeof issuer, variables = {}) => (await register(key, variables, as)).refusal?.code;
  expect(await codeOf(asDua)).toBe('INSTITUTION_UNKNOWN');
  expect(await codeOf(issuerOf(organizations.pijar))).toBe('INSTITUTION_UNKNOWN');
  expect(await codeOf(issuerOf(null))).toBe('INSTITUTION_UNKNOWN');
  expect(await codeOf(issuer, { institution: 'nobody' })).toBe('INSTITUTION_UNKNOWN');
  expect(await codeOf(callerOf('officer', 'course:monitor'))).toBe('FORBIDDEN');
  expect(await codeOf(issuer)).toBeUndefined();
  expect(await codeOf(issuer)).toBe('KEY_ALREADY_USED');
  expect(await codeOf(asDua, dua)).toBe('KEY_ALREADY_USED');
});

test.each([
  [{ from: '2099-01-01T00:00:00Z' }],
  [{ until: '2020-01-01T00:00:00Z' }],
  [{ until: '2099-01-01T00:00:00Z' }],
])('KEY_DATES_OUT_OF_RANGE: %o', async (dates) => {
  expect((await register(newKey(), dates)).refusal?.code).toBe('KEY_DATES_OUT_OF_RANGE');
});

test('thirty parallel registrations leave as many keys as an institution may have', async () => {
  await training.database.pool.query('update certificate_key set valid_until = valid_from');
  const answers = await Promise.all(Array.from({ length: 30 }, () => register(newKey(), dua, asDua)));
  const codes = answers.map(({ refusal }) => refusal?.code ?? 'REGISTERED');
  expect(codes.filter((code) => code === 'REGISTERED')).toHaveLength(MOST_KEYS);
  expect(new Set(codes)).toEqual(new Set(['REGISTERED', 'CERTIFICATE_KEY_LIMIT_REACHED']));
});

test('an end and a compromise move to earlier only', async () => {
  const { kid } = await registered();
  const codeOf = async (variables: object) => (await endKey(kid, variables)).refusal?.code;
  expect(await codeOf({ until: inHours(5) })).toBeUndefined();
  expect(await codeOf({ until: inHours(6) })).toBe('CERTIFICATE_KEY_ALREADY_ENDED');
  expect(await codeOf({ until: inHours(1) })).toBeUndefined();
  expect(await codeOf({ compromisedAt: inHours(1) })).toBe('KEY_DATES_OUT_OF_RANGE');
  expect(await codeOf({ compromisedAt: inHours(-1) })).toBeUndefined();
  expect(await codeOf({ compromisedAt: inHours(-0.5) })).toBe('CERTIFICATE_KEY_ALREADY_ENDED');
  expect(await codeOf({ compromisedAt: inHours(-2) })).toBeUndefined();
});

test('who may end a key: its institution, and officers who monitor', async () => {
  const { kid } = await registered();
  const codeOf = async (as: typeof issuer, which = kid) => (await endKey(which, {}, as)).refusal?.code;
  expect(await codeOf(asDua)).toBe('CERTIFICATE_KEY_UNKNOWN');
  expect(await codeOf(issuer, 'nobody')).toBe('CERTIFICATE_KEY_UNKNOWN');
  expect(await codeOf(callerOf(idOf(101), 'self'))).toBe('FORBIDDEN');
  expect(await codeOf(callerOf('officer', 'course:monitor'))).toBeUndefined();
});

test('a key that was only replaced takes nothing from what it signed', async () => {
  const key = await registered();
  const { id } = await issued(key);
  await endKey(key.kid);
  const { data } = await askAnonymously(`{ certificate(id: "${id}") { state } }`);
  expect(data).toEqual({ certificate: { state: 'VALID' } });
});
