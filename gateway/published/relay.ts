import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createRequestSigner } from '../../subgraphs/kit/request-signature.ts';
import { anonymous } from '../caller.ts';
import { createOpenings } from '../openings.ts';
import { tryAgain } from '../rate-limit.ts';
import { openPools, type SubgraphTarget } from '../subgraph-connection.ts';
import { leastPace, type Pace } from './pace.ts';

/** Paths whose bytes a subgraph sends, too many for an answer of GraphQL. */
const relays: readonly { path: RegExp; subgraph: string }[] = [
  { path: /^\/draws\/[1-9]\d{0,5}(\/[1-9]\d{0,3})?\/list$/, subgraph: 'pmo' },
];

const passedOn = ['range', 'if-range', 'if-none-match', 'accept-encoding'] as const;
const passedBack = [
  ...['content-type', 'content-length', 'content-range', 'content-encoding', 'accept-ranges', 'etag', 'vary'],
  ...['cache-control', 'retry-after'],
];
const firstByteMs = 10_000;
/** A reader who takes nothing for so long is let go. */
const silentMs = 60_000;
/** A reader who goes on as slowly is let go after a minute; whoever asks for the rest by its range goes on from there. */
const pace: Pace = { bytesPerMs: 32, graceMs: 60_000 };
/** Lists at a time: they have places of their own, since one takes minutes. */
const defaultPlaces = { total: 64, anonymous: 4 };
const againS = 5;

const tooMany = {
  en: 'Too many lists are being sent; try again.',
  id: 'Terlalu banyak daftar sedang dikirim; coba lagi.',
};

export interface Relay {
  owns(path: string): boolean;
  /**
   * Sends what the owner of the path answers, byte by byte as the client takes them.
   * @param address of who asks
   * @throws RequestRefusal 429 where too many are sent, to all or to one network
   */
  send(path: string, asked: { request: IncomingMessage; address: string }, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(passedOn.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])));

/** Lists are streams; the other pool stays empty. */
const connectionTo = ({ url, secret }: SubgraphTarget) => ({
  ...openPools(url, { connections: 1 }),
  signatureOf: createRequestSigner(secret),
});

/** Whoever asks is a stranger to the subgraph: no caller goes with the request, and the gateway's signature does. */
export const createRelay = (
  targets: Readonly<Record<string, SubgraphTarget>>,
  { places = defaultPlaces, slowest = pace }: { places?: typeof defaultPlaces; slowest?: Pace } = {},
): Relay => {
  const openings = createOpenings({ ...places, network: 0, person: 0, client: 0 });
  const names = new Set(relays.map(({ subgraph }) => subgraph));
  const connections = new Map(
    [...names].flatMap((name) => (targets[name] ? [[name, connectionTo(targets[name])] as const] : [])),
  );
  const relayOf = (path: string) => relays.find(({ path: pattern }) => pattern.test(path));
  const send: Relay['send'] = async (path, { request, address }, response) => {
    const connection = connections.get(relayOf(path)?.subgraph ?? '');
    if (!connection) return void response.writeHead(404).end();
    const release = openings.open(anonymous, address);
    if (release === undefined) throw tryAgain(tooMany, againS);
    if (response.destroyed) release();
    else response.once('close', release);
    const signature = connection.signatureOf({ method: 'GET', path, assertion: '', body: '' });
    const headers = { ...headersOf(request), 'x-signature': signature };
    const times = { headersTimeout: firstByteMs, bodyTimeout: silentMs };
    const answer = await connection.streams.request({ path, method: 'GET', headers, ...times });
    const back = passedBack.flatMap((name) => (answer.headers[name] ? [[name, answer.headers[name]] as const] : []));
    response.writeHead(answer.statusCode, {
      ...Object.fromEntries(back),
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    response.setTimeout(silentMs, () => response.destroy());
    await pipeline(answer.body, leastPace(response, slowest), response);
  };
  return {
    owns: (path) => relayOf(path) !== undefined,
    send,
    close: async () =>
      void (await Promise.all(
        [...connections.values()].map(({ pool, streams }) => Promise.all([pool.destroy(), streams.destroy()])),
      )),
  };
};
