import { createHash, verify } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PartnerConfiguration } from '../../subgraphs/payments/partner/index.ts';

/** A file that lies in the directory of settlement files: what `importSettlementFile` takes of it. */
export interface FetchedFile {
  partner: string;
  file: string;
  format: 'CSV' | 'MT940' | 'CAMT053';
  sha256: string;
}

const formats: Readonly<Record<string, FetchedFile['format']>> = { csv: 'CSV', sta: 'MT940', xml: 'CAMT053' };
const NAME = /filename="[\w.-]+\.(csv|sta|xml)"/;
const MOST_MS = 600_000;

const hashing = (hash: ReturnType<typeof createHash>, body: ReadableStream<Uint8Array>) =>
  async function* () {
    for await (const piece of body) {
      hash.update(piece);
      yield piece;
    }
  };

/** Checks that the file is the one that the partner says it sends. @throws Error for another one */
const assertGenuine = (
  { code, publicKey }: PartnerConfiguration,
  day: string,
  sent: { headers: Headers; sha256: string },
) => {
  const { headers, sha256 } = sent;
  if (headers.get('x-sha256') !== sha256)
    throw new Error(`${code}: the file of ${day} is not the one that was announced`);
  if (!publicKey) return;
  const signature = Buffer.from(headers.get('x-signature') ?? '', 'base64');
  if (verify('sha256', Buffer.from(`${code}|${day}|${sha256}`), publicKey, signature)) return;
  throw new Error(`${code}: the file of ${day} is not signed by its partner`);
};

/**
 * Fetches a partner's settlement file of a day by HTTP and puts it, whole or not at all, where files are imported from.
 * @returns undefined when the partner has none
 * @throws Error when it is not what the partner announced or signed
 */
export const fetchSettlement = async (
  partner: PartnerConfiguration,
  day: string,
  directory: string,
): Promise<FetchedFile | undefined> => {
  const { code, url, clientId, clientSecret } = partner;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')}`;
  const signal = AbortSignal.timeout(MOST_MS);
  const answer = await fetch(`${url}/settlements/${day}`, { headers: { authorization }, signal, redirect: 'error' });
  const extension = NAME.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '';
  const format = formats[extension];
  if (answer.status === 404) return undefined;
  if (!answer.ok || !answer.body || !format) throw new Error(`${code} sent no settlement file: HTTP ${answer.status}`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = `${code}-${day}.${extension}`;
  const part = join(directory, `.${file}.part`);
  const hash = createHash('sha256');
  try {
    await pipeline(hashing(hash, answer.body), createWriteStream(part, { mode: 0o600 }));
    const sha256 = hash.digest('hex');
    assertGenuine(partner, day, { headers: answer.headers, sha256 });
    await rename(part, join(directory, file));
    return { partner: code, file, format, sha256 };
  } finally {
    await rm(part, { force: true });
  }
};
