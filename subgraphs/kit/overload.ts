import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { textOf } from './bilingual-error.ts';
import { overloaded } from './errors.ts';
import { languageOf } from './language.ts';

const OVERLOADED = 503;
const RETRY_AFTER_S = 1;

const isStream = ({ headers }: FastifyRequest) => headers.accept?.includes('text/event-stream');

/**
 * Refuses what comes to the routes of `app` while `most` requests are under way there, before it is read. One is under way
 * from when all of it has come: half a body would hold a place as long as its sender likes, whoever that is. Streams are
 * not among them: the gateway bounds those by who opened them.
 */
export const takeNoMoreThan = (app: FastifyInstance, most: number): void => {
  let underWay = 0;
  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    const error = overloaded(RETRY_AFTER_S);
    const message = textOf(error)?.[languageOf(request.headers['accept-language'])] ?? error.message;
    reply.status(OVERLOADED).header('retry-after', String(RETRY_AFTER_S));
    reply.send({ errors: [{ message, extensions: error.extensions }] });
  };
  app.addHook('onRequest', (request, reply, done) => {
    if (underWay >= most && !isStream(request)) refuse(request, reply);
    else done();
  });
  app.addHook('preHandler', (request, reply, done) => {
    if (isStream(request)) return done();
    if (underWay >= most) return refuse(request, reply);
    // Nobody waits for it any more, and nothing would give its place back.
    if (reply.raw.destroyed) return done();
    underWay += 1;
    reply.raw.once('close', () => {
      underWay -= 1;
    });
    done();
  });
};
