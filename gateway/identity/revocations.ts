import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isBearer } from '../../subgraphs/kit/rotating-secret.ts';
import { REMEMBERED_MS } from './erasure.ts';
import type { Queries } from './queries.ts';
import type { Surroundings } from './surroundings.ts';

/** Organisations, clients and people whose tokens are refused before they expire. */
export interface Revocations {
  /** Suspended organisations, all of whose tokens are refused; `since` is the time of the suspension. */
  organizations: { id: string; since: string }[];
  /** Organisations whose suspension is over; their tokens issued until `until` are refused. */
  resumed: { id: string; until: string }[];
  /** Clients whose tokens issued until `until` are refused; far in the future for a suspended client. */
  clients: { id: string; until: string }[];
  /** Erased people, whose tokens issued until `until` are refused. */
  people: { id: string; until: string }[];
}

const SUSPENDED = `select id, changed_at as at from organization where status = 'SUSPENDED' order by id`;
const RESUMED = `select id, revoked_at as at from organization where status = 'ACTIVE' and revoked_at > $1 order by id`;
const REVOKED = `select id, case when status = 'SUSPENDED' then $2 else revoked_at end as at
  from client where status = 'SUSPENDED' or revoked_at > $1 order by id`;
const ERASED = 'select subject as id, erased_at as at from erased_subject where until > $1 order by subject';

const FOR_EVER = new Date('9999-12-31T00:00:00Z');

type Row = { id: string; at: Date };

const untilOf = ({ id, at }: Row) => ({ id, until: at.toISOString() });

const readRevocations = async (queries: Queries, now: Date): Promise<Revocations> => {
  const suspended = await queries.query<Row>(SUSPENDED, []);
  const since = new Date(now.getTime() - REMEMBERED_MS);
  const resumed = await queries.query<Row>(RESUMED, [since]);
  const revoked = await queries.query<Row>(REVOKED, [since, FOR_EVER]);
  const erased = await queries.query<Row>(ERASED, [now]);
  return {
    organizations: suspended.rows.map(({ id, at }) => ({ id, since: at.toISOString() })),
    resumed: resumed.rows.map(untilOf),
    clients: revoked.rows.map(untilOf),
    people: erased.rows.map(untilOf),
  };
};

const isAllowed = ({ headers }: IncomingMessage, secret: string) => isBearer(headers.authorization, secret);

export interface RevocationsOptions {
  queries: Queries;
  surroundings: Pick<Surroundings, 'now'>;
  /** Secret that gateways send to read the list. */
  secret: string;
}

/** `GET /revocations`, for gateways: 401 without the secret, 304 when nothing has changed since the given ETag. */
export const createRevocations =
  ({ queries, surroundings, secret }: RevocationsOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    if (!isAllowed(request, secret)) {
      const challenge = request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
      return void response.writeHead(401, { 'www-authenticate': challenge }).end();
    }
    const body = JSON.stringify(await readRevocations(queries, surroundings.now()));
    const headers = { etag: `"${hash('sha256', body, 'base64url')}"`, 'cache-control': 'no-cache' };
    if (request.headers['if-none-match'] === headers.etag) return void response.writeHead(304, headers).end();
    response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(body);
  };
