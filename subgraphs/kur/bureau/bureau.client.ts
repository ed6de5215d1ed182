import { z } from 'zod';
import { type BureauAnswer, BureauError, type BureauInquiry, type CreditBureau } from './bureau.port.ts';

export interface BureauClientOptions {
  url: string;
  apiKey: string;
  /** Longest time for one try. */
  timeoutMs: number;
}

const MOST_BYTES = 16_384;

const answer = z.strictObject({
  inquiry: z.string(),
  borrower: z.string(),
  collectibility: z.number().int().min(1).max(5),
  openDebt: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

const retryAfterOf = (header: string | null): number | undefined => {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 86_400) * 1000 : undefined;
};

/** Reads no more than an answer may have: a bureau that sends without end costs nothing. */
const textOf = async (response: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new BureauError('the bureau sent too much');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A credit bureau over HTTP. */
export const createBureauClient = ({ url, apiKey, timeoutMs }: BureauClientOptions): CreditBureau => ({
  ask: async (inquiry: BureauInquiry): Promise<BureauAnswer> => {
    try {
      const response = await fetch(new URL('/inquiries', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify(inquiry),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await textOf(response);
      if (!response.ok) {
        const retryAfterMs = retryAfterOf(response.headers.get('retry-after'));
        const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
        throw new BureauError(`the bureau answered ${response.status}`, wait);
      }
      const { data } = answer.safeParse(parsed(text));
      if (!data) throw new BureauError('the bureau sent what is no answer');
      // An answer about somebody else decides nothing.
      if (data.inquiry !== inquiry.id || data.borrower !== inquiry.borrower)
        throw new BureauError('the bureau answered another inquiry');
      return { collectibility: data.collectibility, openDebt: BigInt(data.openDebt) };
    } catch (error) {
      if (error instanceof BureauError) throw error;
      throw new BureauError('the bureau does not answer', { cause: error });
    }
  },
});
