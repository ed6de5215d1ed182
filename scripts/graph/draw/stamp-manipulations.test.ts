import { execFile } from 'node:child_process';
import { hash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { checkpointText } from '../../../subgraphs/pmo/draw/checkpoint.ts';
import { stampRequest } from '../../../subgraphs/pmo/draw/stamp/authority.client.ts';
import { verifyDraw } from '../../../tests/testkit/draw-verifier.ts';
import { hasOpenssl, opensslAuthority } from '../../../tests/testkit/openssl-authority.ts';
import { stampAuthority } from '../../../tests/testkit/stamp-authority.ts';
import { witnessKey } from '../../../tests/testkit/witness-key.ts';
import { planDraw, publish } from '../../../tests/testkit/witnessed-draw.ts';
import { newUnit } from '../../simulators/time-stamps/certificates.ts';
import { saveVerifier } from '../verify-draw.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-stamp-'));
afterAll(() => rmSync(directory, { recursive: true }));

const witnesses = ['university', 'press-council', 'bar'].map(witnessKey);
const planned = planDraw(60, witnesses, 2);
const text = checkpointText(planned.checkpoint);
const { closesAt } = planned.checkpoint;
const stampedAt = new Date(closesAt.getTime() - 7_200_000);
const lines = witnesses.map(({ cosign }) => cosign(text, stampedAt.getTime()));
const honest = await publish(planned, lines);
const known = stampAuthority('Badan Waktu', stampedAt);
const stranger = stampAuthority('Jam Tangan', stampedAt);

const fileWith = (name: string, content: string): string => {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
};
const witnessFile = fileWith('witnesses.txt', witnesses.map(({ key }) => `${key}\n`).join(''));
const authorityFile = fileWith('authorities.pem', `Of the year 2094.\n${known.pem}`);

interface PublishedStamp {
  authority: string;
  token: string;
}
const stampOf = (token: Buffer, authority = 'waktu'): PublishedStamp => ({
  authority,
  token: token.toString('base64'),
});

const verify = (timeStamps: unknown, args = ['--witnesses', witnessFile, '--authorities', authorityFile]) => {
  const { header, entries, winners } = honest;
  const all = [JSON.stringify({ ...header, timeStamps }), ...entries, ...winners];
  return verifyDraw(fileWith(`${randomUUID()}.txt`, `${all.join('\n')}\n`), ...args);
};

const nothing = 'not shown: that a clock of an authority that you gave had seen this checkpoint before signing closed';
const limits =
  'not shown by time stamps: that no other checkpoint was stamped beside it; that is what witnesses are for';

test('a time stamp shows when a clock had seen the checkpoint, and what it does not show is said', async () => {
  const { code, said } = await verify([stampOf(known.token(text))]);
  expect(code).toBe(0);
  const time = stampedAt.toISOString();
  expect(said).toContain(
    `shown: the clock of Badan Waktu had seen this checkpoint at ${time} (± 1 s), 7200 s before signing closed`,
  );
  expect(said).toContain(limits);
  expect(said).toContain('shown: university, press-council, bar signed this checkpoint');
});

test('the certificate of the unit that signs is enough; with those of others nothing is shown', async () => {
  const files = [known.unit.certificate.toString(), stranger.pem].map((pem, at) => fileWith(`${at}.pem`, pem));
  const [own, other] = await Promise.all(
    files.map((file) => verify([stampOf(known.token(text))], ['--authorities', file])),
  );
  expect(own?.said).toContain('shown: the clock of Badan Waktu, unit 1 had seen this checkpoint');
  expect(other?.said).toContain(nothing);
});

test('without certificates it is said that time stamps were not checked; a file without any is said too', async () => {
  const without = await verify([stampOf(known.token(text))], ['--witnesses', witnessFile]);
  expect([without.code, without.said]).toEqual([
    0,
    expect.stringContaining('not checked: 1 time stamps; no authorities'),
  ]);
  const none = await verify(undefined);
  expect([none.code, none.said]).toEqual([0, expect.stringContaining(nothing)]);
  const wrong = await verify([], ['--authorities', witnessFile]);
  expect([wrong.code, wrong.said]).toEqual([1, expect.stringMatching(/cannot verify: .* holds no certificate as PEM/)]);
});

test('a time stamp stands for no witness: with too few cosignatures the draw is rejected all the same', async () => {
  const { header } = honest;
  const few = { ...header, cosignatures: lines.slice(0, 1), timeStamps: [stampOf(known.token(text))] };
  const file = fileWith('few.txt', `${[JSON.stringify(few), ...honest.entries, ...honest.winners].join('\n')}\n`);
  const { code, said } = await verifyDraw(file, '--witnesses', witnessFile, '--authorities', authorityFile);
  expect([code, said]).toEqual([
    1,
    expect.stringContaining('1 of the witnesses that you named signed this checkpoint'),
  ]);
});

const after = (seconds: number) => new Date(closesAt.getTime() + seconds * 1_000);
const server = '1.3.6.1.5.5.7.3.1';
const unitFor = (options: { purposes?: string[]; isCritical?: boolean }) =>
  newUnit(known.authority, { name: 'Badan Waktu, unit 2', now: stampedAt, ...options });
const changed = (offset: number): Buffer => {
  const token = known.token(text);
  token.writeUInt8(token.readUInt8(offset) ^ 1, offset);
  return token;
};
/** The nonce of a token is 1 unless it is said; this one is found by its bytes. */
const withOtherNonce = (): Buffer => {
  const token = known.token(text, { nonce: 0x7766_5544_3322n });
  const offset = token.indexOf(Buffer.from('776655443322', 'hex'));
  token.writeUInt8(0x11, offset);
  return token;
};
const earlier = checkpointText({ ...planned.checkpoint, attempt: 2 });

test.each<[string, () => Buffer, RegExp]>([
  ['over another checkpoint', () => known.token(text.replace('policy 2023', 'policy 2024')), /over another checkpoint/],
  ['that was made for another attempt', () => known.token(earlier), /it is over another checkpoint/],
  [
    'of an authority that the reader does not know',
    () => stranger.token(text),
    /none of the authorities that you gave/,
  ],
  [
    'of an authority that has the name of a known one',
    () => stampAuthority('Badan Waktu', stampedAt).token(text),
    /none of the authorities that you gave/,
  ],
  ['from after the close', () => known.token(text, { stampedAt: after(1) }), /from after the close of signing/],
  [
    'that may be from after the close, as far as its clock goes',
    () => known.token(text, { stampedAt: after(-30), accuracySeconds: 60n }),
    /from after the close of signing/,
  ],
  [
    'from a time at which its certificate was not valid',
    () => known.token(text, { stampedAt: new Date(stampedAt.getTime() - 864_000_000) }),
    /a certificate was not valid at its time/,
  ],
  [
    'by a key for servers',
    () => known.token(text, {}, unitFor({ purposes: [server] })),
    /the certificate of its signer is not one for time stamps alone/,
  ],
  [
    'by a key whose purpose is no more than a hint',
    () => known.token(text, {}, unitFor({ isCritical: false })),
    /not one for time stamps alone/,
  ],
  [
    'by the key that issues certificates',
    () => known.token(text, {}, known.authority),
    /not one for time stamps alone/,
  ],
  ['that is cut off', () => known.token(text).subarray(0, -20), /it is cut off/],
  ['with something behind it', () => Buffer.concat([known.token(text), Buffer.alloc(3)]), /something follows it/],
  ['with another nonce', withOtherNonce, /its content is not what was signed/],
  [
    'that somebody else signed',
    () => known.token(text, {}, { ...known.unit, key: stranger.unit.key }),
    /its signature is wrong/,
  ],
  ['with another signature', () => changed(known.token(text).length - 5), /its signature is wrong/],
  ['that is none', () => Buffer.from('a receipt of the post office'), /left out: .*: /],
])('a time stamp %s is left out with a sentence, and the draw stays right', async (_, token, sentence) => {
  const { code, said } = await verify([stampOf(token(), 'wak\u001b[2Jtu'), stampOf(known.token(text))]);
  const left = said
    .split('\n')
    .filter((line) => line.startsWith('verify-draw: left out: the time stamp of wak?[2Jtu: '));
  expect([code, left]).toEqual([0, [expect.stringMatching(sentence)]]);
  expect(said).toContain('shown: the clock of Badan Waktu had seen this checkpoint');
  const alone = await verify([stampOf(token())]);
  expect([alone.code, alone.said]).toEqual([0, expect.stringContaining(nothing)]);
});

test('the verifier that is one file checks time stamps too', async () => {
  const program = join(directory, 'verifier.mjs');
  await saveVerifier(program);
  const { header, entries, winners } = honest;
  const all = [JSON.stringify({ ...header, timeStamps: [stampOf(known.token(text))] }), ...entries, ...winners];
  const args = [program, fileWith('one.txt', `${all.join('\n')}\n`), '--authorities', authorityFile];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: directory });
  expect(stdout).toContain('shown: the clock of Badan Waktu had seen this checkpoint');
});

test('what is no list of time stamps says nothing, and ends nothing', async () => {
  for (const timeStamps of ['text', [null], [{ token: 7 }], { length: 9 }]) {
    const { code, said } = await verify(timeStamps);
    expect([code, said]).toEqual([0, expect.stringContaining(nothing)]);
  }
});

test('no bit of a token can be changed so that the verifier says something else', async () => {
  const token = known.token(text);
  const stamps = Array.from({ length: 48 }, (_, at) => {
    const bytes = Buffer.from(token);
    const offset = Math.floor((token.length / 48) * at);
    bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << (at % 8)), offset);
    return stampOf(bytes);
  });
  const { said } = await verify(stamps);
  const shown = said.split('\n').filter((line) => line.includes('shown: the clock'));
  expect(new Set(shown).size).toBeLessThan(2);
  expect(shown.length).toBeLessThan(12);
});

test.skipIf(!hasOpenssl)('tokens that OpenSSL made are verified, by both kinds of keys', async () => {
  const soon = planDraw(60, witnesses, 2);
  // OpenSSL stamps by this machine's clock; the round is of the year 2045.
  const checkpoint = { ...soon.checkpoint, round: 800_000_000, closesAt: new Date(Date.now() + 3_600_000) };
  const own = checkpointText(checkpoint);
  const made = await publish({ entries: soon.entries, checkpoint }, []);
  const sha256 = hash('sha256', own, 'buffer');
  for (const kind of [
    { key: 'RSA', identifier: 'sha1' },
    { key: 'EC', identifier: 'sha256' },
  ] as const) {
    const authority = opensslAuthority(kind);
    // A granted answer is a status of five bytes, and the token.
    const answer = authority.reply(stampRequest(sha256, 5n));
    const token = answer.subarray(answer.indexOf(Buffer.from('06092a864886f70d010702', 'hex')) - 4);
    authority.remove();
    const header = { ...made.header, timeStamps: [stampOf(token, 'openssl')] };
    const all = [JSON.stringify(header), ...made.entries, ...made.winners];
    const file = fileWith(`${kind.key}.txt`, `${all.join('\n')}\n`);
    const { said } = await verifyDraw(file, '--authorities', fileWith(`${kind.key}.pem`, authority.certificate));
    expect(said).toMatch(/shown: the clock of OpenSSL authority had seen this checkpoint at .* \(± 1\.501 s\)/);
  }
});
