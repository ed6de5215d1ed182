import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify from 'fastify';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { eventInbox } from '../../subgraphs/kit/events/inbox.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { developerHandlers } from './developer.events.ts';
import type { IdentityEnv } from './env.ts';
import { organizationHandlers } from './organization.events.ts';
import { participantHandlers } from './participant.events.ts';
import type { Surroundings } from './surroundings.ts';

const CONNECTIONS = 2;

export interface Inbox {
  /** Answers one request for `/events`. */
  receive(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export interface InboxOptions {
  env: Pick<IdentityEnv, 'DATABASE_URL' | 'EVENT_PUBLISHERS'>;
  surroundings: Surroundings;
  log: Logger;
}

/** Takes the events of the programme office, over a migrated database and connections of its own. */
export const openInbox = async ({ env, surroundings, log }: InboxOptions): Promise<Inbox> => {
  const { DATABASE_URL: url, EVENT_PUBLISHERS: publishers } = env;
  const options = { name: 'identity-events', url, entities: [], migrations: [], connections: CONNECTIONS };
  const database = await openDatabase(options);
  const app = fastify();
  const handlers = [
    ...organizationHandlers(surroundings),
    ...developerHandlers(surroundings),
    ...participantHandlers(surroundings),
  ];
  await app.register(eventInbox({ orm: database.orm, publishers, handlers, logger: log }));
  await app.ready();
  const close = async () => {
    await app.close();
    await database.close();
  };
  return { receive: (request, response) => app.routing(request, response), close };
};
