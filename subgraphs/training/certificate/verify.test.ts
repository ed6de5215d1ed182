import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { newKey, openCertificates, signClaims } from '../../../tests/testkit/certificates.ts';
import { verifyIndependently } from '../../../tests/testkit/independent-verifier.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const training = await openCertificates();
const { ask, askAnonymously, clock, completeOne, draft, endKey, issue, issued, register, registered, revoke } =
  training;
const key = await registered();
const directory = mkdtempSync(join(tmpdir(), 'prakerja-certificate-'));
afterAll(() => rmSync(directory, { recursive: true }));
const run = promisify(execFile);

const write = (name: string, text: string): string => {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
};

const DOCUMENTS = 'query ($id: ID!) { institution(id: $id) { didDocument } certificateAuthority { didDocument } }';
/** The documents of the institution and of the programme, as anybody can fetch them. */
const documentsOf = async (institution = 1): Promise<string[]> => {
  const { data } = await askAnonymously<Record<string, { didDocument: string }>>(DOCUMENTS, { id: idOf(institution) });
  return Object.values(data).map(({ didDocument }) => didDocument);
};

const claimsOf = (credential: string) =>
  JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString());

const LIST = 'query ($id: ID!) { certificateStatusList(id: $id) { id credential } }';
const statusListOf = async (credential: string): Promise<string> => {
  const id = claimsOf(credential).credentialStatus.statusListCredential.split('/').at(-1);
  type Answer = { certificateStatusList: { credential: string } };
  return (await askAnonymously<Answer>(LIST, { id })).data.certificateStatusList.credential;
};

interface VerifyCase {
  credential: string;
  status?: string | null;
  documents?: string[];
  at?: Date;
  more?: string[];
}

let files = 0;
/** What the stand-alone command says. */
const verify = async ({ credential, status, documents, at, more = [] }: VerifyCase) => {
  files += 1;
  const list = status === undefined ? await statusListOf(credential) : status;
  const all = documents ?? (await documentsOf());
  const args = [
    write(`${files}.jwt`, credential),
    ...all.flatMap((document, index) => ['--keys', write(`${files}-${index}.json`, document)]),
    ...(list === null ? [] : ['--status', write(`${files}.status`, list)]),
    ...['--at', (at ?? clock.now()).toISOString()],
    ...more,
  ];
  const done = await run(process.execPath, ['scripts/graph/verify-certificate.mjs', ...args]).catch((error) => error);
  return { code: done.code ?? 0, said: `${done.stdout}${done.stderr}`.replaceAll('verify-certificate: ', '').trim() };
};

/** What the independent libraries say. */
const verifyByLibraries = async ({ credential, status, documents, at }: VerifyCase) =>
  verifyIndependently(credential, {
    documents: (documents ?? (await documentsOf())).map((document) => JSON.parse(document)),
    status: status ?? (await statusListOf(credential)),
    now: at ?? clock.now(),
  });

test.each(['ES256', 'EdDSA'] as const)(
  'a certificate by %s is good for the command and for the libraries',
  async (alg) => {
    const { credential } = await issued(await registered(alg));
    const { code, said } = await verify({ credential });
    expect(said).toMatch(
      /^good: "Barista" of LPK Satu, \d{4}-\d\d-\d\d, score 88; barista-work BASIC, latte-art BASIC\nit is not revoked$/,
    );
    expect([code, await verifyByLibraries({ credential })]).toEqual([0, null]);
  },
);

test('the program of an institution makes a key and signs what the graph takes', async () => {
  const keyFile = join(directory, 'institution.pem');
  const program = (...args: string[]) => run(process.execPath, ['scripts/institution/sign.mjs', ...args]);
  const jwk = (await program('new-key', keyFile)).stdout.trim();
  expect((await register({ ...newKey(), jwk })).key?.kid).toMatch(/^[\w-]{43}$/);
  const { enrollment } = await completeOne();
  const draftFile = write('draft.json', (await draft(enrollment)).draft?.claims ?? '');
  const credential = (await program('sign', keyFile, draftFile)).stdout.trim();
  expect((await issue(enrollment, credential)).certificate?.state).toBe('VALID');
  expect((await verify({ credential })).code).toBe(0);
  await expect(program('new-key', keyFile)).rejects.toThrow('EEXIST');
  expect(readFileSync(keyFile, 'utf8')).toContain('PRIVATE KEY');
});

const altered = (credential: string, change: (claims: Record<string, unknown>) => object) => {
  const [header, payload, signature] = credential.split('.');
  const claims = change(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()));
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
};

test('an altered certificate is rejected by both', async () => {
  const { credential } = await issued(key);
  const better = altered(credential, (claims) => ({ ...claims, name: 'Master Barista' }));
  expect(await verify({ credential: better })).toMatchObject({ code: 1, said: expect.stringContaining('was altered') });
  expect(await verifyByLibraries({ credential: better })).toMatch(/invalid_signature/);
});

test('an expired certificate is rejected by both', async () => {
  const end = new Date(Math.floor(clock.now().getTime() / 1000) * 1000 + 3_600_000);
  const validUntil = end.toISOString().replace('.000Z', 'Z');
  const { credential } = await issued(key, (claims) => ({ ...claims, validUntil, exp: end.getTime() / 1000 }));
  expect((await verify({ credential })).code).toBe(0);
  expect(await verifyByLibraries({ credential })).toBeNull();
  const at = new Date(end.getTime() + 3_600_000);
  expect(await verify({ credential, at })).toMatchObject({ code: 1, said: expect.stringContaining('expired at') });
  expect(await verifyByLibraries({ credential, at })).toMatch(/expired/);
});

test('a revoked certificate is rejected by both, its neighbours are not', async () => {
  const one = await issued(key);
  const other = await issued(key);
  await revoke(one.id);
  expect(await verify(one)).toEqual({ code: 1, said: 'rejected: the certificate is revoked' });
  expect(await verifyByLibraries(one)).toBe('revoked');
  expect([(await verify(other)).code, await verifyByLibraries(other)]).toEqual([0, null]);
});

test('a certificate of another issuer is rejected by both', async () => {
  const { credential } = await issued(key);
  const forger = newKey();
  const { key: known } = await register(forger, {}, undefined);
  const dua = `did:web:graph.test:institutions:${idOf(2)}`;
  const claims = claimsOf(credential);
  const header = { kid: `${claims.iss}#${known?.kid}` };
  // Signed by a key that nobody registered, under the name of one that is; and by an institution in another's name.
  const forged = signClaims(claims, newKey(), { kid: `${claims.iss}#${key.kid}` });
  const elsewhere = signClaims({ ...claims, iss: dua, issuer: { ...claims.issuer, id: dua } }, forger, {
    ...header,
    kid: `${dua}#${known?.kid}`,
  });
  for (const fake of [forged, elsewhere]) {
    const documents = [...(await documentsOf()), ...(await documentsOf(2))];
    const given = { credential: fake, documents, status: await statusListOf(credential) };
    expect((await verify(given)).code).toBe(1);
    expect(await verifyByLibraries(given)).not.toBeNull();
  }
  const ours = await documentsOf(2);
  const unknown = { credential, documents: ours };
  expect(await verify(unknown)).toMatchObject({ code: 1, said: expect.stringContaining('no file of --keys') });
  expect(await verifyByLibraries(unknown)).toMatch(/notFound|resolver_error/);
});

test('without a fresh status list the command says that revocation was not checked', async () => {
  const { credential } = await issued(key);
  const without = await verify({ credential, status: null });
  expect(without).toMatchObject({
    code: 0,
    said: expect.stringContaining('revocation was NOT checked: no status list'),
  });
  const status = await statusListOf(credential);
  const tomorrow = new Date(clock.now().getTime() + 25 * 3_600_000);
  const stale = await verify({ credential, status, at: tomorrow });
  expect(stale).toMatchObject({ code: 0, said: expect.stringContaining('NOT checked: the status list ended') });
});

test('a status list that an institution made itself is rejected', async () => {
  const { credential } = await issued(key);
  const list = claimsOf(await statusListOf(credential));
  const issuer = claimsOf(credential).iss;
  const status = signClaims({ ...list, issuer, iss: issuer }, key, { kid: `${issuer}#${key.kid}` });
  expect(await verify({ credential, status })).toMatchObject({
    code: 1,
    said: expect.stringContaining('not of the programme'),
  });
});

test('what was recorded before a key was compromised stays good, by its receipt; later ones are rejected', async () => {
  const stolen = await registered();
  const before = await issued(stolen);
  clock.advance(10_000);
  const compromisedAt = clock.now().toISOString();
  clock.advance(10_000);
  const after = await issued(stolen);
  await endKey(stolen.kid, { compromisedAt });
  const state = 'query ($id: ID!) { certificate(id: $id) { state receipt } }';
  const seen = async ({ id, participant }: typeof before) =>
    (await ask<{ certificate: { state: string; receipt: string } }>(callerOf(participant, 'self'), state, { id })).data
      .certificate;
  const good = await seen(before);
  const bad = await seen(after);
  expect([good.state, bad.state]).toEqual(['VALID', 'KEY_COMPROMISED']);
  expect(await verify(before)).toMatchObject({ code: 1, said: expect.stringContaining('takes the holder') });
  const shown = (receipt: string) => ['--receipt', write(`receipt-${receipt.slice(-9)}`, receipt)];
  expect((await verify({ ...before, more: shown(good.receipt) })).code).toBe(0);
  const late = await verify({ ...after, more: shown(bad.receipt) });
  expect(late).toMatchObject({ code: 1, said: expect.stringContaining('when its key was compromised') });
  const others = await verify({ ...after, more: shown(good.receipt) });
  expect(others).toMatchObject({ code: 1, said: expect.stringContaining('of another certificate') });
  // Dated back with the stolen key, after its end: nobody recorded it.
  const forged = signClaims({ ...claimsOf(before.credential), iat: training.nowS() - 60 }, stolen, {
    kid: `${claimsOf(before.credential).iss}#${stolen.kid}`,
  });
  expect((await verify({ credential: forged, more: shown(good.receipt) })).code).toBe(1);
  expect(await verifyByLibraries({ credential: forged })).not.toBeNull();
});

test('the holder opens the subject of the certificate, and nobody else’s id fits', async () => {
  const { id, participant, credential } = await issued(key);
  const SALT = 'query ($id: ID!) { certificate(id: $id) { salt } }';
  const { salt } = (await ask<{ certificate: { salt: string } }>(callerOf(participant, 'self'), SALT, { id })).data
    .certificate;
  const open = (who: string) => verify({ credential, more: [`--salt=${salt}`, '--participant', who] });
  expect(await open(participant)).toMatchObject({
    code: 0,
    said: expect.stringContaining(`that of participant ${participant}`),
  });
  expect(await open(idOf(102))).toMatchObject({
    code: 1,
    said: expect.stringContaining('not that of this participant'),
  });
});

test('what is no status list is null', async () => {
  for (const id of ['0', '99', '-1', '1e3', 'x', '99999999999'])
    expect((await askAnonymously(LIST, { id })).data).toEqual({ certificateStatusList: null });
});
