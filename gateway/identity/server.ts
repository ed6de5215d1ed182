import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { arrivalLimits, boundConnections } from '../../subgraphs/kit/bounded-server.ts';
import { WrongClockError } from '../../subgraphs/kit/clock-watch.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { isInvitationPath } from './login/invitation.ts';
import { isLoginPath } from './login/login.ts';
import type { ObserveRequest, Route } from './metrics.ts';
import { contentSecurityPolicy } from './page.ts';

/** People who sign in come through a proxy, which keeps some connections for all of them. */
const MOST_CONNECTIONS = 5_000;
const STILL_MS = 60_000;

export interface ServerOptions {
  issuer: string;
  provider(): Provider;
  login(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Answers `/invitation/…`. */
  invitation(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Takes `/events`. */
  receive(request: IncomingMessage, response: ServerResponse): void;
  /** Answers `/revocations`; absent without a secret to ask it with. */
  revocations?: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  checkReady(): Promise<void>;
  /** Why nothing may be decided by the clock; while it says so, nobody signs in. */
  clockFault?(): string | undefined;
  log: Logger;
  observe?: ObserveRequest | undefined;
}

const sendJson = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const addSecurityHeaders = (response: ServerResponse, isSecure: boolean) => {
  response.setHeader('content-security-policy', contentSecurityPolicy());
  response.setHeader('x-content-type-options', 'nosniff');
  // With no-referrer a browser would send its own form with the origin "null".
  response.setHeader('referrer-policy', 'same-origin');
  if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000');
};

/** Every URL that oidc-provider makes and checks is one of the issuer's, whatever host the client named. */
const pinHost = (request: IncomingMessage, issuer: URL) => {
  delete request.headers['x-forwarded-host'];
  request.headers.host = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
};

const health = async (path: string, response: ServerResponse, checkReady: () => Promise<void>) => {
  if (path === '/health/live') return sendJson(response, 200, { status: 'live' });
  try {
    await checkReady();
    return sendJson(response, 200, { status: 'ready' });
  } catch (error) {
    const reason = error instanceof WrongClockError ? { reason: error.message } : {};
    response.setHeader('retry-after', '1');
    return sendJson(response, 503, { status: 'not ready', ...reason });
  }
};

/** A token would begin or end at another time than everybody else's clock says. */
const refuseByWrongClock = (response: ServerResponse) => {
  response.setHeader('retry-after', '5');
  const description = 'The clock of this server is wrong; try again.';
  return sendJson(response, 503, { error: 'temporarily_unavailable', error_description: description });
};

const routesOf: Readonly<Record<string, Route>> = {
  '/token': 'token',
  '/auth': 'auth',
  '/jwks': 'jwks',
  '/events': 'events',
  '/revocations': 'revocations',
  '/health/live': 'health',
  '/health/ready': 'health',
};

const watch = (request: IncomingMessage, response: ServerResponse, observe: ObserveRequest) => {
  const beganAt = performance.now();
  const path = request.url?.split('?')[0] ?? '/';
  const known = Object.hasOwn(routesOf, path) ? routesOf[path] : undefined;
  const route = known ?? (isLoginPath(path) ? 'sign-in' : 'other');
  response.once('close', () => observe((performance.now() - beganAt) / 1_000, route, response.statusCode));
};

/** The HTTP server, not yet listening: health, the login pages, and the protocol's endpoints. */
export const createIdentityServer = (options: ServerOptions): Server => {
  const { issuer, provider, login, invitation, receive, revocations, checkReady, clockFault, log, observe } = options;
  const url = new URL(issuer);
  const callbacks = new WeakMap<Provider, ReturnType<Provider['callback']>>();
  const protocol = (request: IncomingMessage, response: ServerResponse) => {
    const current = provider();
    const callback = callbacks.get(current) ?? current.callback();
    callbacks.set(current, callback);
    return callback(request, response);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/health/live' || path === '/health/ready') return health(path, response, checkReady);
    if (clockFault?.() !== undefined) return refuseByWrongClock(response);
    if (path === '/events') return receive(request, response);
    if (path === '/revocations' && revocations) return revocations(request, response);
    addSecurityHeaders(response, url.protocol === 'https:');
    pinHost(request, url);
    if (isInvitationPath(path)) return invitation(request, response);
    return isLoginPath(path) ? login(request, response) : protocol(request, response);
  };
  const server = createServer(arrivalLimits, (request, response) => {
    if (observe) watch(request, response, observe);
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'server_error' });
      else response.destroy();
    });
  });
  boundConnections(server, { most: MOST_CONNECTIONS, stillMs: STILL_MS });
  return server;
};
