import { Agent, request } from 'undici';
import { lookUpPublic } from '../../../gateway/partner/partner-address.ts';

/** What came back for one request. */
export interface Answer {
  /** 0 where no answer came. */
  status: number;
  text: string;
  json: { data?: Record<string, unknown> | null; errors?: unknown } | undefined;
  tookMs: number;
  /** Why there is no answer. */
  failure?: string;
}

/** Bytes of an answer that are read; a longer one is a failure. */
export const MOST_BYTES = 4 * 1024 * 1024;
const MOST_MS = 10_000;

const jsonOf = (text: string): Answer['json'] => {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const readText = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Requests over kept connections; nothing is followed elsewhere. @param isPublic only addresses of the internet */
export class Connection {
  readonly #agent: Agent;

  constructor({ isPublic, connections = 64 }: { isPublic: boolean; connections?: number }) {
    const lookup = isPublic ? { connect: { lookup: lookUpPublic } } : {};
    this.#agent = new Agent({ connections, headersTimeout: MOST_MS, bodyTimeout: MOST_MS, ...lookup });
  }

  async send(url: string, options: { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }) {
    const begun = performance.now();
    const took = () => performance.now() - begun;
    try {
      const answer = await request(url, {
        ...options,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(MOST_MS),
      });
      const text = await readText(answer.body);
      return { status: answer.statusCode, text, json: jsonOf(text), tookMs: took() } satisfies Answer;
    } catch (error) {
      const failure = (error as Error).message || String(error);
      return { status: 0, text: '', json: undefined, tookMs: took(), failure } satisfies Answer;
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
