import { createHash, type KeyObject, sign, verify } from 'node:crypto';

/** What changes at a subgraph: a new revision of it, or an earlier one that comes back. */
export interface Statement {
  /** Id of the organisation that publishes. */
  organization: string;
  subgraph: string;
  /** 1, 2, 3 and so on for each subgraph, whatever is stated. */
  number: number;
  /** Hash of the statement before it; null for the first one. */
  previous: string | null;
  /** SHA-256 of the SDL in UTF-8, as 64 hexadecimal digits. */
  sdlHash: string;
  /** URL at which the gateway asks the subgraph. */
  address: string;
  /** Number of the statement whose SDL and address come back; undefined for a new revision. */
  rollbackTo?: number;
}

export type Role = 'publisher' | 'approver';

/**
 * What is signed of a statement: that it is published, that it goes live for everybody, that it is a canary, live for so
 * many percent of the callers, or that elements of it, named by the hash of their list, are not served any more.
 */
export type Purpose = Role | `canary ${number}` | `withhold ${string}`;

/** The most callers, in percent, that a canary may have: what most have is live. */
export const MOST_CANARY_SHARE = 50;

export const canaryPurpose = (share: number): Purpose => `canary ${share}`;

/** Characters that end a line of a statement could make one statement say what another one says. */
const lineEnd = /[\n\r\u0085\u2028\u2029]/;

const lineOf = (name: string, value: string): string => {
  if (lineEnd.test(value)) throw new RangeError(`the ${name} of a statement is one line`);
  return `${name}: ${value}\n`;
};

/** The text that is hashed and signed, one fact a line. @throws RangeError where a value has several lines */
export const textOf = ({ rollbackTo, ...statement }: Statement): string =>
  [
    'Prakerja Graph statement 1\n',
    lineOf('organization', statement.organization),
    lineOf('subgraph', statement.subgraph),
    lineOf('number', String(statement.number)),
    lineOf('previous', statement.previous ?? 'none'),
    lineOf('sdl', statement.sdlHash),
    lineOf('address', statement.address),
    lineOf('rollback to', rollbackTo === undefined ? 'none' : String(rollbackTo)),
  ].join('');

/** SHA-256 as 64 hexadecimal digits. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The hash that the next statement of the subgraph names. */
export const statementHash = (statement: Statement): string => hashOf(textOf(statement));

// A publisher's signature never passes for an approver's, nor one for a few percent for one for more.
const signedBytes = (statement: Statement, purpose: Purpose) => Buffer.from(`${purpose}\n${textOf(statement)}`);

/** Signs as RFC 8032 says. @param key private, Ed25519 @returns base64url */
export const signStatement = (statement: Statement, purpose: Purpose, key: KeyObject): string =>
  sign(null, signedBytes(statement, purpose), key).toString('base64url');

/** Verifies a signature of `signStatement`. @param key public, Ed25519 */
export const isSignedBy = (
  statement: Statement,
  purpose: Purpose,
  signed: { key: KeyObject; signature: string },
): boolean =>
  signed.key.asymmetricKeyType === 'ed25519' &&
  verify(null, signedBytes(statement, purpose), signed.key, Buffer.from(signed.signature, 'base64url'));
