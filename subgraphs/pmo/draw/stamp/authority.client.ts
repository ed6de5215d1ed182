import { hash, randomBytes } from 'node:crypto';
import {
  DerError,
  DerFields,
  type DerValue,
  der,
  derInteger,
  derOid,
  integerOf,
  readDer,
  tags,
} from '../../../kit/der.ts';
import type { StampAuthority } from './stamp.env.ts';
import { check, StampError } from './stamp.error.ts';
import { verifyToken } from './token.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const NONCE_BYTES = 16;
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 65_536;
/** Granted, and granted with changes (RFC 3161, 2.4.2). */
const GRANTED: readonly bigint[] = [0n, 1n];

/** A verified time stamp. */
export interface TakenStamp {
  token: Buffer;
  stampedAt: Date;
  accuracyMs: number;
}

/** Writes the request for a time stamp, with the authority's certificate in it. */
export const stampRequest = (sha256: Buffer, nonce: bigint): Buffer => {
  const algorithm = der(tags.sequence, derOid(SHA256), der(tags.null));
  const imprint = der(tags.sequence, algorithm, der(tags.octetString, sha256));
  const isCertificateWanted = der(tags.boolean, Buffer.of(0xff));
  return der(tags.sequence, derInteger(1n), imprint, derInteger(nonce), isCertificateWanted);
};

/** The token of an answer. @throws StampError, DerError */
const tokenIn = (answer: Buffer): Buffer => {
  const fields = new DerFields(readDer(answer));
  const status = integerOf(new DerFields(fields.take(tags.sequence)).take(tags.integer));
  check(GRANTED.includes(status), `the authority refused it with status ${status}`);
  const token: DerValue = fields.take(tags.sequence);
  fields.end();
  return token.whole;
};

/** Reads no more than an answer may have. @throws StampError */
const bytesOf = async ({ body }: Response): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    check(bytes <= MOST_BYTES, 'the authority sent too much');
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const ask = async (url: string, request: Buffer, timeoutMs: number): Promise<Buffer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: new Uint8Array(request),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await bytesOf(response);
  check(response.ok, `the authority answered ${response.status}`);
  const type = response.headers.get('content-type')?.split(';')[0]?.trim();
  check(type === 'application/timestamp-reply', 'the authority answered something else than a time stamp');
  return answer;
};

interface StampCall {
  checkpoint: string;
  /** The close of signing: a later time stamp shows nothing. */
  closesAt: Date;
  timeoutMs?: number;
}

/** Checks what an authority answered to the request with this nonce. @throws StampError */
export const readAnswer = (
  answer: Buffer,
  {
    sha256,
    nonce,
    closesAt,
    trusted,
  }: { sha256: Buffer; nonce: bigint; closesAt: Date; trusted: StampAuthority['certificate'] },
): TakenStamp => {
  try {
    const token = tokenIn(answer);
    const { stampedAt, accuracyMs, nonce: answered } = verifyToken(token, { sha256, trusted });
    check(answered === nonce, 'the time stamp answers another request');
    check(stampedAt.getTime() + accuracyMs <= closesAt.getTime(), 'the time stamp is from after the close of signing');
    return { token, stampedAt, accuracyMs };
  } catch (error) {
    if (error instanceof DerError) throw new StampError(`the answer is malformed: ${error.message}`);
    throw error;
  }
};

/**
 * Asks an authority for a time stamp of a checkpoint, and verifies what it answers.
 * @throws StampError what is wrong with the answer; Error when there is none
 */
export const askForStamp = async (
  { url, certificate }: Pick<StampAuthority, 'url' | 'certificate'>,
  { checkpoint, closesAt, timeoutMs = TIMEOUT_MS }: StampCall,
): Promise<TakenStamp> => {
  const sha256 = hash('sha256', checkpoint, 'buffer');
  const nonce = BigInt(`0x${randomBytes(NONCE_BYTES).toString('hex')}`);
  const answer = await ask(url, stampRequest(sha256, nonce), timeoutMs);
  return readAnswer(answer, { sha256, nonce, closesAt, trusted: certificate });
};
