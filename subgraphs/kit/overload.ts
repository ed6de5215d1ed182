import type { FastifyInstance } from 'fastify';
import { textOf } from './bilingual-error.ts';
import { overloaded } from './errors.ts';
import { languageOf } from './language.ts';

const OVERLOADED = 503;
const RETRY_AFTER_S = 1;

/**
 * Refuses what comes to the routes of `app` while `most` requests are under way there, before it is read. Streams are
 * not among them: the gateway bounds those by who opened them.
 */
export const takeNoMoreThan = (app: FastifyInstance, most: number): void => {
  let underWay = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.accept?.includes('text/event-stream')) return done();
    if (underWay >= most) {
      const error = overloaded(RETRY_AFTER_S);
      const message = textOf(error)?.[languageOf(request.headers['accept-language'])] ?? error.message;
      reply.status(OVERLOADED).header('retry-after', String(RETRY_AFTER_S));
      reply.send({ errors: [{ message, extensions: error.extensions }] });
      return;
    }
    underWay += 1;
    reply.raw.once('close', () => {
      underWay -= 1;
    });
    done();
  });
};
