import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newAuthority, newUnit, readSigner, type Signer, signerText } from './certificates.ts';
import { makeToken, type StampQuestion } from './token.ts';

const AUTHORITY = 'authority.pem';
const UNIT = 'unit.pem';
const STAMPS = 'stamps.ndjson';
const NAME = 'Simulated time-stamping authority, of nobody';

const kept = (file: string, make: () => Signer): Signer => {
  if (!existsSync(file)) writeFileSync(file, signerText(make()), { mode: 0o600 });
  return readSigner(readFileSync(file, 'utf8'));
};

/** The keys of a simulated time-stamping authority, and what it has stamped, in a directory of its own. */
export class StampBooks {
  readonly authority: Signer;
  readonly #unit: Signer;
  readonly #file: number;
  readonly #now: () => Date;
  #serial: bigint;

  constructor(directory: string, now: () => Date = () => new Date()) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#now = now;
    this.authority = kept(join(directory, AUTHORITY), () => newAuthority(NAME, now()));
    this.#unit = kept(join(directory, UNIT), () => newUnit(this.authority, { name: `${NAME}: unit 1`, now: now() }));
    const stamps = join(directory, STAMPS);
    const lines = existsSync(stamps) ? readFileSync(stamps, 'utf8').split('\n').length - 1 : 0;
    this.#serial = BigInt(lines);
    this.#file = openSync(stamps, 'a', 0o600);
  }

  /** How many time stamps it has made. */
  get count(): number {
    return Number(this.#serial);
  }

  /** Stamps what was asked about, and writes it down first. @returns the token */
  stamp(question: StampQuestion): Buffer {
    this.#serial += 1n;
    const stampedAt = this.#now();
    const line = { serial: String(this.#serial), at: stampedAt.toISOString(), sha256: question.sha256.toString('hex') };
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    return makeToken({ ...question, serial: this.#serial, stampedAt }, this.#unit);
  }
}
