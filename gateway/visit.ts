import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageOf } from '../subgraphs/kit/language.ts';
import type { Admission } from './admission.ts';
import { anonymous, type Caller } from './caller.ts';
import { hasTwoTokens, twoTokensSent } from './challenge.ts';
import type { Departure } from './departure.ts';
import { RequestRefusal, toStatedError } from './errors.ts';
import { negotiate, writeRefusal } from './graphql-response.ts';
import type { Leave } from './load.ts';
import { showBudget } from './rate-headers.ts';
import type { Budget } from './rate-limit.ts';
import type { RequestRecord } from './record.ts';
import { pointsOfRefusal } from './refusal-price.ts';
import { acceptLanguageOf, addressOf, dpopOf } from './request-facts.ts';
import type { ServerLog, ServerOptions } from './server.options.ts';
import { clientVersionOf } from './usage/names.ts';

/** A request on its way through the server. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  record: RequestRecord;
  /** When it came at the earliest, by the clock of `performance`. */
  arrivedAt: number;
  /** The budget of who pays for it, once that is known. */
  budget: Budget | undefined;
  /** Coordinates of what the caller may not see. */
  denied: string[] | undefined;
  departure: Departure;
  /** Gives its place among the requests under way back. */
  leave: Leave | undefined;
}

/** How long the rest of a refused body is taken: closing at once would lose the answer. */
const lingerMs = 2000;

export const admit = (visit: Visit, options: ServerOptions) => {
  const { request } = visit;
  const address = addressOf(request, options.proxies);
  if (hasTwoTokens(request.rawHeaders)) {
    visit.budget = options.budgetOf(anonymous, address);
    visit.budget.spend(0);
    throw twoTokensSent();
  }
  return options.admit({
    authorization: request.headers.authorization,
    proof: { header: dpopOf(request), method: request.method ?? '' },
    address,
  });
};

export const contextOf = (
  { request, record, arrivedAt, departure }: Visit,
  admitted: Admission,
  options: ServerOptions,
) => ({
  ...admitted,
  requestId: record.requestId,
  acceptLanguage: acceptLanguageOf(request.headers),
  deadline: arrivedAt + options.requestTimeoutMs,
  departure,
  record,
  showsCalls: request.headers['x-trace'] === '1' && !options.isProduction,
  showsCost: request.headers['x-cost'] === '1',
  showsPlan: request.headers['x-trace'] === 'plan' && !options.isProduction,
  // Whoever writes true means no execution either.
  isDryRun: (request.headers['x-dry-run'] ?? '0') !== '0',
  clientVersion: clientVersionOf(request.headers),
});

/** Takes its place among the requests under way, until its answer is written, or its client has left. @throws RequestRefusal 503 */
export const enter = (visit: Visit, caller: Caller, { load, proxies }: ServerOptions): void => {
  visit.leave = load.enter(caller, addressOf(visit.request, proxies));
  if (visit.response.destroyed) visit.leave();
};

/** Like `enter`, where nothing else watches the end of the answer. */
export const enterUntilClosed = (visit: Visit, caller: Caller, options: ServerOptions): void => {
  enter(visit, caller, options);
  if (visit.leave) visit.response.once('close', visit.leave);
};

export const refuse = ({ request, response, budget, record }: Visit, error: unknown, { log }: ServerOptions): void => {
  if (response.headersSent) {
    log.error({ err: error }, 'an answer broke off');
    response.destroy();
    return;
  }
  const refusal = error instanceof RequestRefusal ? error : internal(error, log);
  record.refuse(refusal.code, refusal.status);
  budget?.charge(pointsOfRefusal(refusal));
  if (budget) showBudget(response, budget);
  // Node discards what is left of a refused body.
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => request.complete || request.destroy(), lingerMs).unref();
  });
  const language = languageOf(acceptLanguageOf(request.headers));
  writeRefusal(response, refusal, { type: negotiate(request.headers.accept), language });
};

const internal = (error: unknown, log: ServerLog) => {
  const { text, extensions } = toStatedError(error, log);
  return new RequestRefusal(500, { code: 'INTERNAL_SERVER_ERROR', text, extensions });
};
