import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from './log.ts';
import type { RequestOutcome, SubgraphObserver } from './metrics/subgraph.ts';
import { requestIdOf } from './request.ts';
import { countStatements, duringRequest, RequestLife, requestOver } from './request-life.ts';
import { keepSpan } from './request-span.ts';
import type { SendTimes } from './send-times.ts';
import { type SpanExporter, slowMs } from './tracing/exporter.ts';

const life = Symbol('life');
const SWEEP_EVERY_MS = 50;
const NO_TIME_LEFT = 504;

interface Tally {
  [life]?: RequestLife;
}

const deadlineOf = (header: unknown): number =>
  typeof header === 'string' && /^-?\d{1,9}$/.test(header)
    ? performance.now() + Number(header)
    : Number.POSITIVE_INFINITY;

/** A stream lasts as long as its client stays; an event is a transaction whose sender comes again. */
const mayEnd = ({ routeOptions, headers }: FastifyRequest): boolean =>
  routeOptions.url === '/graphql' && !headers.accept?.includes('text/event-stream');

/** Ends requests whose time is over, all by one timer: most are answered long before. */
const startSweeping = (app: FastifyInstance) => {
  const lives = new Set<RequestLife>();
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const each of lives) {
      if (!each.isSettled && now < each.deadlineMs) continue;
      lives.delete(each);
      each.end('late');
    }
  }, SWEEP_EVERY_MS).unref();
  app.addHook('onClose', async () => clearInterval(sweep));
  return lives;
};

const watchEnd = (reply: FastifyReply, lives: Set<RequestLife>, each: RequestLife) => {
  lives.add(each);
  reply.raw.once('close', () => {
    if (reply.raw.writableFinished) each.isSettled = true;
    else each.end('left');
    // A mutation that goes on without its client still has its deadline.
    if (each.isSettled || each.deadlineMs === Number.POSITIVE_INFINITY) lives.delete(each);
  });
};

interface AccountingOptions {
  log: Logger;
  observer?: SubgraphObserver | undefined;
  exporter?: SpanExporter | undefined;
  sendTimes: SendTimes;
}

const outcomeOf = (status: number, ending: RequestLife['ending']): RequestOutcome => {
  if (ending) return 'ended';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'ok';
};

/**
 * Counts statements and writes one line a request; the gateway reads the count for its query trace. Ends requests whose
 * client leaves or whose `x-deadline-ms`, the milliseconds that were left when the gateway sent it, are over; those that it
 * lay somewhere count.
 */
export const addAccounting = (app: FastifyInstance, options: AccountingOptions): void => {
  const { log, observer, exporter, sendTimes } = options;
  const lives = startSweeping(app);
  app.addHook('onRequest', (request: FastifyRequest & Tally, reply, done) => {
    const own = new RequestLife();
    request[life] = own;
    if (!mayEnd(request)) return countStatements(own, done);
    own.acceptLanguage = request.headers['accept-language'];
    const { 'x-deadline-ms': left, 'x-signature': signature } = request.headers;
    own.deadlineMs = deadlineOf(left) - sendTimes.ageOf(signature);
    watchEnd(reply, lives, own);
    return duringRequest(own, done);
  });
  app.addHook('preHandler', (request: FastifyRequest & Tally, reply, done) => {
    if (!request[life]?.isOver) return done();
    reply.status(NO_TIME_LEFT).send({ errors: [requestOver()] });
  });
  app.addHook('onSend', async (request: FastifyRequest & Tally, reply: FastifyReply) => {
    reply.header('x-sql-statements', String(request[life]?.statements ?? 0));
  });
  app.addHook('onResponse', (request: FastifyRequest & Tally, reply: FastifyReply, done) => {
    const { statements = 0, startedMs = 0, ending } = request[life] ?? {};
    const elapsedMs = performance.now() - startedMs;
    const durationMs = Math.round(elapsedMs);
    const outcome = outcomeOf(reply.statusCode, ending);
    observer?.request(elapsedMs / 1_000, request.routeOptions.url ?? '', outcome);
    if (exporter) keepSpan(exporter, request, { startedAt: startedMs, durationMs: elapsedMs, outcome, statements });
    const requestId = requestIdOf(request.headers['x-request-id']);
    const level = outcome === 'failed' || outcome === 'ended' || elapsedMs >= slowMs ? 'info' : 'debug';
    log[level]({ requestId, url: request.url, status: reply.statusCode, statements, durationMs, ending }, 'request');
    done();
  });
};
