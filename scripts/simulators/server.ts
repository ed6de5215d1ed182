import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AccountsFile } from './accounts.ts';
import { BankDesk } from './bank/desk.ts';
import { isOfDesk, serveDesk } from './bank/serve.ts';
import type { Books, Movement } from './books.ts';
import { control } from './control.ts';
import { Door, type Request, tokenOf } from './door.ts';
import { answer, type Effect, messageOf } from './effect.ts';
import { isDown } from './faults.ts';
import type { SimulatedPartner } from './partner.ts';
import { actionOf, TOKEN_PATH } from './rules.data.ts';
import { serveSettlement } from './settlement/serve.ts';
import { symmetricSignature, timestampOf } from './verification.ts';

export interface SimulatorOptions {
  partners: ReadonlyMap<string, SimulatedPartner>;
  books: Books;
  accounts: AccountsFile;
  /** Whether the switches may be reached: on this machine only. */
  isControlled: boolean;
}

const MOST_BYTES = 65_536;
/** Two hundred thousand accounts and more. */
const MOST_LONG_BYTES = 67_108_864;
const TOKEN_SERVICE = '73';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Exchange {
  partner: SimulatedPartner;
  request: Request;
  response: ServerResponse;
  service: string;
  token: string;
}

const jsonOf = (body: Buffer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const sign = ({ partner, request, token }: Exchange, body: string, isForged: boolean): Record<string, string> => {
  const timestamp = timestampOf(partner.now());
  if (!partner.options.rules.signsAnswers && !isForged) return { 'x-timestamp': timestamp };
  const { clientSecret } = partner.options;
  const signed = { method: 'POST', path: request.path, token, body: Buffer.from(body), timestamp };
  const secret = isForged ? `${clientSecret}-of-somebody-else` : clientSecret;
  return { 'x-timestamp': timestamp, 'x-signature': symmetricSignature(secret, signed) };
};

const perform = (exchange: Exchange, effect: Effect): void => {
  const { response, service } = exchange;
  if (effect.kind === 'SILENT') return;
  if (effect.kind === 'DROP') return void response.socket?.destroy();
  if (effect.kind === 'TEXT') {
    response.writeHead(effect.status, { 'content-type': 'text/html', 'x-simulator': 'prakerja' }).end(effect.text);
    return;
  }
  const { code, fields = {}, isForged = false, isTwice = false } = effect;
  const status = Number(code.slice(0, 3));
  const responseCode = `${code.slice(0, 3)}${service}${code.slice(3)}`;
  const body = JSON.stringify({ responseCode, responseMessage: messageOf(code), ...fields });
  const headers = { ...JSON_TYPE, 'x-simulator': 'prakerja', ...sign(exchange, body, isForged) };
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  if (!isTwice) return;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const again = `HTTP/1.1 200 OK\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  response.socket?.write(again);
};

const admission = (door: Door, request: Request): Effect => {
  const admitted = door.admit(request);
  if ('code' in admitted) return answer(admitted.code);
  const { token: accessToken, expiresIn } = admitted;
  return answer('20000', { accessToken, tokenType: 'Bearer', expiresIn: String(expiresIn) });
};

/** All partners behind one port, each below a path of its own code. */
export class Simulator {
  readonly server: Server;
  readonly #options: SimulatorOptions;
  readonly #doors = new Map<string, Door>();
  /** Desks of the banks; wallets take no files. */
  readonly #desks = new Map<string, BankDesk>();

  constructor(options: SimulatorOptions) {
    this.#options = options;
    for (const [code, partner] of options.partners) {
      this.#doors.set(code, new Door(partner));
      if (partner.options.rules.kind !== 'WALLET') this.#desks.set(code, new BankDesk(partner));
    }
    this.server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => this.#receive(request, response));
  }

  /** Takes over what stands in the books since before this process. */
  restore(movements: Iterable<Movement>): void {
    for (const movement of movements) {
      if (movement.kind === 'FILE') this.#desks.get(movement.partner)?.restore(movement);
      else this.#options.partners.get(movement.partner)?.restore(movement);
    }
  }

  #receive(incoming: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    let bytes = 0;
    // The switches take long lists of accounts, and banks files; other requests are short.
    const isLong = incoming.url?.startsWith('/control/') || /^\/[\w-]+\/files$/.test(incoming.url ?? '');
    const mostBytes = isLong ? MOST_LONG_BYTES : MOST_BYTES;
    incoming.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostBytes) incoming.destroy();
      else parts.push(part);
    });
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    incoming.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      this.#answer({ method, path, headers, body: Buffer.concat(parts) }, response);
    });
  }

  #answer(request: Request, response: ServerResponse): void {
    const { path } = request;
    if (path === '/health/ready') return void response.writeHead(200).end('ready');
    if (path.startsWith('/control/') && this.#options.isControlled) {
      const { status, text } = control(request, { ...this.#options, doors: this.#doors });
      return void response.writeHead(status, JSON_TYPE).end(text);
    }
    const [, code = ''] = path.split('/', 2);
    const partner = this.#options.partners.get(code);
    const door = this.#doors.get(code);
    if (!partner || !door) return void response.writeHead(404).end();
    if (isDown(partner.switches, Date.now())) return void response.socket?.destroy();
    const desk = this.#desks.get(code);
    const inside = path.slice(code.length + 1);
    if (desk && isOfDesk(inside)) return void serveDesk({ desk, partner, request, response }, inside);
    if (request.method === 'GET') return void this.#sendFile(partner, request, response);
    if (request.method !== 'POST') return void response.writeHead(404).end();
    this.#serve({ partner, request, response, service: TOKEN_SERVICE, token: '' }, door);
  }

  #sendFile(partner: SimulatedPartner, { path, headers }: Request, response: ServerResponse): void {
    const inside = path.slice(partner.options.code.length + 1);
    serveSettlement(partner, { path: inside, headers }, response).catch(() => response.destroy());
  }

  #serve(exchange: Exchange, door: Door): void {
    const { partner, request, response } = exchange;
    const { rules, code } = partner.options;
    const inside = request.path.slice(code.length + 1);
    if (inside === `${TOKEN_PATH}${rules.suffix}`) {
      perform(exchange, admission(door, request));
      return;
    }
    const [name, service] = actionOf(rules, inside) ?? [];
    if (!name || !service) return void response.writeHead(404).end();
    const refusal = door.check(request);
    const body = jsonOf(request.body);
    const known = { ...exchange, service, token: tokenOf(request.headers) };
    const externalId = String(request.headers['x-external-id']);
    const effect = refusal || !body ? answer(refusal ?? '40000') : partner.handle(name, externalId, body);
    // What is answered as paid stands in the books' file.
    this.#options.books.afterWriting(() => perform(known, effect));
  }
}
