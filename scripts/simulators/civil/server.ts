import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { MOST_QUESTIONS } from '../../../subgraphs/pmo/match/civil-registry.port.ts';
import type { CivilBooks } from './books.ts';
import { civilPerson, type PeopleFile } from './people.file.ts';
import { civilSwitches } from './switches.ts';

const asked = z.strictObject({
  people: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        nik: z.string().regex(/^\d{16}$/),
        name: z.string().min(1).max(200),
        birthDate: z.iso.date(),
        kk: z
          .string()
          .regex(/^\d{16}$/)
          .optional(),
      }),
    )
    .max(MOST_QUESTIONS),
});

export interface CivilServerOptions {
  /** Keys that it accepts at the moment: two while a caller changes its own. */
  keys: readonly string[];
  books: CivilBooks;
  people: PeopleFile;
  /** Whether the switches may be reached: on this machine only. */
  isControlled: boolean;
}

const MOST_BYTES = 65_536;
/** A hundred thousand people and more. */
const MOST_LONG_BYTES = 67_108_864;

const bodyOf = async (request: IncomingMessage, mostBytes: number): Promise<unknown> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) return undefined;
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

/** A civil registry over HTTP that knows nobody real, with books of its own and faults at the turn of a switch. */
export class CivilServer {
  readonly server: Server;
  readonly #options: CivilServerOptions;
  #second = 0;
  #calls = 0;

  constructor(options: CivilServerOptions) {
    this.#options = options;
    this.server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '/' } = request;
    if (url === '/health/ready') return send(response, 200, 'ready');
    if (url.startsWith('/control/') && this.#options.isControlled) return this.#control(request, response);
    if (method !== 'POST' || url !== '/matches') return send(response, 404, { error: 'unknown' });
    const { books, keys } = this.#options;
    if (books.switches.fault === 'DOWN') return void response.destroy();
    if (!keys.some((key) => request.headers.authorization === `Bearer ${key}`))
      return send(response, 401, { error: 'unknown key' });
    if (this.#isTooMany()) {
      response.setHeader('retry-after', '1');
      return send(response, 429, { error: 'too many calls' });
    }
    await this.#match(request, response);
  }

  #isTooMany(): boolean {
    const { callsPerSecond } = this.#options.books.switches;
    const second = Math.floor(Date.now() / 1_000);
    this.#calls = second === this.#second ? this.#calls + 1 : 1;
    this.#second = second;
    return callsPerSecond !== null && this.#calls > callsPerSecond;
  }

  async #match(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { books } = this.#options;
    const { fault, slowMs } = books.switches;
    const { data, error } = asked.safeParse(await bodyOf(request, MOST_BYTES));
    if (!data) return send(response, 400, { error: z.prettifyError(error) });
    if (fault === 'GARBAGE') return void response.end('<html>Sedang dalam pemeliharaan</html>');
    const answers = data.people.map((person) => {
      return { id: fault === 'STRANGER' ? `${person.id}-not` : person.id, ...books.answer(person) };
    });
    if (slowMs === 0) return send(response, 200, { answers });
    setTimeout(() => send(response, 200, { answers }), slowMs).unref();
  }

  /** `GET` and `PUT /control/switches`, `PUT /control/people`, `GET /control/books`. */
  async #control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { books, people } = this.#options;
    const route = `${request.method} ${request.url}`;
    if (route === 'GET /control/books') return send(response, 200, books.totals);
    if (route === 'GET /control/switches') return send(response, 200, books.switches);
    const body = await bodyOf(request, MOST_LONG_BYTES);
    if (route === 'PUT /control/switches') {
      const { data, error } = civilSwitches.safeParse(body);
      if (!data) return send(response, 400, { error: z.prettifyError(error) });
      books.switches = data;
      return send(response, 200, data);
    }
    if (route !== 'PUT /control/people') return send(response, 404, { error: 'control knows switches, people, books' });
    const { data, error } = z.array(civilPerson).safeParse(body);
    if (!data) return send(response, 400, { error: z.prettifyError(error) });
    people.append(data);
    for (const person of data) books.know(person);
    return send(response, 200, { people: data.length });
  }
}
