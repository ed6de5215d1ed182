import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine has OpenSSL's program. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const SETTINGS = `
[tsa]
default_tsa = own
[own]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
ordering = yes
tsa_name = yes
`;

const keys = {
  RSA: ['-newkey', 'rsa:2048'],
  EC: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
};

interface Kind {
  key: keyof typeof keys;
  /** The digest by which the token names its certificate. */
  identifier: 'sha1' | 'sha256';
}

/** A time-stamping authority that is OpenSSL's: it shares no code with ours. */
export const opensslAuthority = ({ key, identifier }: Kind) => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-openssl-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const write = (name: string, text: string | Buffer) => writeFileSync(join(directory, name), text);
  write('serial', '01');
  write('ts.cnf', `${SETTINGS}ess_cert_id_alg = ${identifier}\n`);
  write('unit.cnf', 'extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n');
  const fresh = ['req', '-nodes', ...keys[key]];
  openssl(...fresh, '-x509', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=OpenSSL authority');
  openssl(...fresh, '-keyout', 'unit.key', '-out', 'unit.csr', '-subj', '/CN=OpenSSL unit');
  const issue = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'unit.cnf'];
  openssl('x509', '-req', '-in', 'unit.csr', ...issue, '-out', 'unit.pem');
  return {
    certificate: readFileSync(join(directory, 'ca.pem'), 'utf8'),
    unit: readFileSync(join(directory, 'unit.pem'), 'utf8'),
    /** Answers a request as the protocol says. */
    reply: (request: Buffer): Buffer => {
      write('query.tsq', request);
      const signed = ['-signer', 'unit.pem', '-inkey', 'unit.key', '-config', 'ts.cnf'];
      openssl('ts', '-reply', '-queryfile', 'query.tsq', ...signed, '-section', 'own', '-out', 'reply.tsr');
      return readFileSync(join(directory, 'reply.tsr'));
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
};

/** What OpenSSL says of a token over a text, by the certificate that is trusted. */
export const opensslVerdict = (token: Buffer, text: string, certificate: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-openssl-'));
  try {
    writeFileSync(join(directory, 'token'), token);
    writeFileSync(join(directory, 'text'), text);
    writeFileSync(join(directory, 'ca.pem'), certificate);
    const args = ['ts', '-verify', '-data', 'text', '-in', 'token', '-token_in', '-CAfile', 'ca.pem'];
    const { stdout } = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' });
    return stdout.trim();
  } finally {
    rmSync(directory, { recursive: true });
  }
};
