import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { BureauBooks, faults } from './books.ts';

const inquiry = z.strictObject({
  id: z.string().min(1).max(128),
  borrower: z.string().min(1).max(128),
  consent: z.strictObject({ textVersion: z.string().min(1), grantedAt: z.iso.datetime() }),
});
const record = z.strictObject({ collectibility: z.number().int().min(1).max(5), openDebt: z.number().int().min(0) });
const switches = z.strictObject({ fault: z.enum(faults), usual: record }).partial();

export interface SimulatorOptions {
  apiKey: string;
  /** Whether the switches may be reached: in tests and demonstrations only. */
  isControlled: boolean;
  /** How long a slow answer takes. */
  slowMs?: number;
}

const MOST_BYTES = 65_536;

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
  } catch {
    return undefined;
  }
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** A credit bureau that knows nobody real: HTTP, books of its own, and faults at the turn of a switch. */
export class BureauSimulator {
  readonly books = new BureauBooks();
  readonly server: Server;
  readonly #options: SimulatorOptions;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url } = request;
    if (url === '/health/ready') return send(response, 200, 'ready');
    if (url === '/control' && this.#options.isControlled) return this.#control(request, response);
    if (method !== 'POST' || url !== '/inquiries') return send(response, 404, { error: 'unknown' });
    if (this.books.fault === 'DOWN') return void response.destroy();
    if (request.headers.authorization !== `Bearer ${this.#options.apiKey}`)
      return send(response, 401, { error: 'unknown key' });
    if (this.books.fault === 'RATE_LIMITED') {
      response.setHeader('retry-after', '2');
      return send(response, 429, { error: 'too many' });
    }
    await this.#tell(await bodyOf(request), response);
  }

  async #tell(body: unknown, response: ServerResponse): Promise<void> {
    const { data } = inquiry.safeParse(body);
    // A bureau answers nobody without a consent that it could show.
    if (!data) return send(response, 400, { error: 'an inquiry names its borrower and the consent' });
    const known = this.books.ask(data);
    if (!known) return send(response, 409, { error: 'the inquiry was about somebody else' });
    if (this.books.fault === 'GARBAGE') return void response.end('<html>Service unavailable</html>');
    const borrower = this.books.fault === 'WRONG_BORROWER' ? `${data.borrower}-not` : data.borrower;
    const slow = this.books.fault === 'SLOW' ? (this.#options.slowMs ?? 60_000) : 0;
    const answer = () => send(response, 200, { inquiry: data.id, borrower, ...known });
    if (slow > 0) setTimeout(answer, slow).unref();
    else answer();
  }

  async #control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT') {
      const { data, error } = switches.safeParse(await bodyOf(request));
      if (!data) return send(response, 400, { error: z.prettifyError(error) });
      if (data.fault) this.books.fault = data.fault;
      if (data.usual) this.books.usual = data.usual;
    }
    send(response, 200, { fault: this.books.fault, usual: this.books.usual, inquiries: this.books.inquiries });
  }
}
