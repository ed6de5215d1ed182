import { randomBytes } from 'node:crypto';
import fastify from 'fastify';
import { handlersOf } from '../../../subgraphs/kit/assembly.ts';
import type { Database } from '../../../subgraphs/kit/database.ts';
import { CONTENT_TYPE } from '../../../subgraphs/kit/events/envelope.ts';
import { eventInbox } from '../../../subgraphs/kit/events/inbox.ts';
import { signatureHeaders } from '../../../subgraphs/kit/events/signature.ts';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { createLogger } from '../../../subgraphs/kit/log.ts';
import { recipientsAnnounced } from '../../../subgraphs/payments/balance/grant.events.ts';
import { payments } from '../../../subgraphs/payments/features.ts';

const { type, schemaUri: dataschema } = recipientsAnnounced;
const instalments = { amount: 600_000, instalments: 1 };

/** The inbox of payments; the function announces recipients of a wave to it, as pmo does. @throws Error when it refuses */
export const openInbox = async (ending: AsyncDisposableStack, { orm }: Database, services: object) => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const server = fastify();
  ending.defer(() => server.close());
  const handlers = handlersOf(payments, services);
  await server.register(eventInbox({ orm, publishers: [{ name: 'pmo', secret }], handlers, logger }));
  return async (
    participants: readonly string[],
    { wave, trainingBalance, time }: { wave: number; trainingBalance: number; time: string },
  ): Promise<void> => {
    const id = uuidv7();
    const data = { wave, trainingBalance, incentive: instalments, survey: instalments, at: time, participants };
    const about = {
      specversion: '1.0',
      id,
      source: 'pmo',
      type,
      time,
      datacontenttype: 'application/json',
      dataschema,
    };
    const payload = JSON.stringify({ ...about, requestid: 'bench-0001', data });
    const headers = { 'content-type': CONTENT_TYPE, ...signatureHeaders(secret, { id, body: payload }) };
    const { statusCode, body } = await server.inject({ method: 'POST', url: '/events', headers, payload });
    if (statusCode !== 204) throw new Error(`the inbox answered ${statusCode}: ${body}`);
  };
};
