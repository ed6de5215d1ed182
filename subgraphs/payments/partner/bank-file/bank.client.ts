import { createSign, type KeyObject, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type { Secret } from '../../../kit/vault/secret.ts';

export interface BankClientOptions {
  code: string;
  url: string;
  clientId: string;
  clientSecret: Secret;
  /** Signs what is uploaded. */
  privateKey: KeyObject;
  /** Verify the bank's reports; without one they are believed as they come. */
  publicKeys: readonly KeyObject[];
  isLive: boolean;
}

/** What an upload brought. UNKNOWN: the bank may have the file, or not. */
export type Upload =
  | { kind: 'TAKEN' }
  /** The bank has a file with this message id: which one, its hash tells. */
  | { kind: 'REPEATED'; sha256: string }
  | { kind: 'REFUSED'; code: string }
  | { kind: 'UNKNOWN'; code: string };

/** A bank did not answer, or somebody else did. */
export class BankError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface OutgoingFile {
  messageId: string;
  sha256: string;
  pieces: AsyncIterable<string>;
}

const taken = z.object({ messageId: z.string(), sha256: z.string() });
const refused = taken.extend({ code: z.string().regex(/^[A-Z_]{3,40}$/) });
const list = z.array(z.object({ number: z.number().int().min(1), messageId: z.string().min(1).max(35) })).max(1_000);
const MOST_REPORT_BYTES = 16_777_216;
const MOST_ANSWER_BYTES = 262_144;

type Answer = Dispatcher.ResponseData;

const headerOf = ({ headers }: Answer, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Reads an answer up to a bound, so that a bank cannot fill the memory. */
const bytesOf = async ({ body }: Answer, most: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) throw new BankError('TOO_LONG', 'the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const jsonOf = async (answer: Answer): Promise<unknown> => {
  try {
    return JSON.parse((await bytesOf(answer, MOST_ANSWER_BYTES)).toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Takes payment files to a bank and fetches its reports, over HTTPS. */
export class BankClient {
  readonly #options: BankClientOptions;

  constructor(options: BankClientOptions) {
    this.#options = options;
  }

  /** Uploads a file once. Never throws for what the bank does. */
  async upload({ messageId, sha256, pieces }: OutgoingFile, signal: AbortSignal): Promise<Upload> {
    const { code, privateKey } = this.#options;
    const signature = createSign('RSA-SHA256').update(`${code}|${sha256}`).sign(privateKey, 'base64');
    const headers = { 'content-type': 'application/xml', 'x-sha256': sha256, 'x-signature': signature };
    try {
      const answer = await this.#ask('/files', { method: 'POST', headers, body: Readable.from(pieces), signal });
      const said = await jsonOf(answer);
      if (answer.statusCode === 202 && taken.safeParse(said).data?.messageId === messageId) return { kind: 'TAKEN' };
      const known = refused.safeParse(said).data;
      const isOurs = known?.messageId === messageId;
      if (isOurs && answer.statusCode === 409) return { kind: 'REPEATED', sha256: known.sha256 };
      // Only a refusal that names the file is one: a page of something in between is not.
      if (isOurs && answer.statusCode === 400 && known.sha256 === sha256) return { kind: 'REFUSED', code: known.code };
      return { kind: 'UNKNOWN', code: `HTTP_${answer.statusCode}` };
    } catch (error) {
      if (error instanceof BankError) return { kind: 'UNKNOWN', code: error.code };
      return { kind: 'UNKNOWN', code: signal.aborted ? 'TIMED_OUT' : 'DISCONNECTED' };
    }
  }

  /** Returns the hash of the file that the bank has under a message id; null without one. @throws BankError */
  async known(messageId: string, signal: AbortSignal): Promise<string | null> {
    const answer = await this.#get(`/files/${messageId}`, signal);
    const said = taken.safeParse(await jsonOf(answer)).data;
    if (answer.statusCode === 404) return null;
    if (said?.messageId === messageId) return said.sha256;
    throw new BankError(`HTTP_${answer.statusCode}`, `${this.#options.code} does not say whether it has a file`);
  }

  /** Lists the reports behind a number, by number. @throws BankError */
  async reports(after: number, signal: AbortSignal): Promise<{ number: number; messageId: string }[]> {
    const answer = await this.#get(`/reports?after=${after}`, signal);
    const { data } = list.safeParse(await jsonOf(answer));
    if (answer.statusCode === 200 && data) return data.filter(({ number }) => number > after);
    throw new BankError(`HTTP_${answer.statusCode}`, `${this.#options.code} does not list its reports`);
  }

  /** Fetches a report, signed by the bank. @throws BankError */
  async report(number: number, signal: AbortSignal): Promise<Buffer> {
    const { code, publicKeys } = this.#options;
    const answer = await this.#get(`/reports/${number}`, signal);
    const bytes = await bytesOf(answer, MOST_REPORT_BYTES);
    if (answer.statusCode !== 200) throw new BankError(`HTTP_${answer.statusCode}`, `${code} has no report ${number}`);
    const signature = Buffer.from(headerOf(answer, 'x-signature'), 'base64');
    const isGenuine = publicKeys.length === 0 || publicKeys.some((key) => verify('sha256', bytes, key, signature));
    if (!isGenuine) throw new BankError('ANSWER_SIGNATURE', `report ${number} is not signed by ${code}`);
    return bytes;
  }

  async #get(path: string, signal: AbortSignal): Promise<Answer> {
    try {
      return await this.#ask(path, { method: 'GET', signal });
    } catch (error) {
      if (error instanceof BankError) throw error;
      throw new BankError('DISCONNECTED', `${this.#options.code} does not answer`);
    }
  }

  /** @throws BankError when a simulator answers for a bank, or anybody else for a simulator */
  async #ask(path: string, options: Omit<Dispatcher.RequestOptions, 'origin' | 'path'>): Promise<Answer> {
    const { code, url, clientId, clientSecret, isLive } = this.#options;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')}`;
    const headers = { ...(options.headers as Record<string, string>), authorization };
    const answer = await request(`${url}${path}`, { ...options, headers });
    if ((headerOf(answer, 'x-simulator') === '') === isLive) return answer;
    answer.body.on('error', () => undefined).destroy();
    throw new BankError('NOT_THE_BANK', isLive ? `${code} is a simulator` : `${code} is no simulator of ours`);
  }
}
