import type { FastifyInstance } from 'fastify';
import { WrongClockError } from './clock-watch.ts';

/** `/health/live`: the process answers. `/health/ready`: it can serve, its database included. */
export const addHealth = (app: FastifyInstance, checkReady: () => Promise<void>): void => {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await checkReady();
      return { status: 'ready' };
    } catch (error) {
      const reason = error instanceof WrongClockError ? { reason: error.message } : {};
      return reply
        .status(503)
        .header('retry-after', '1')
        .send({ status: 'not ready', ...reason });
    }
  });
};
