import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { execute } from '../database.ts';
import { findFault } from '../json-value.ts';
import type { Logger } from '../log.ts';
import { type CloudEvent, CONTENT_TYPE, parseCloudEvent } from './envelope.ts';
import type { EventData, EventDefinition } from './event.ts';
import { EventRefusal } from './inbox.refusal.ts';
import { signatureFault } from './signature.ts';

export interface PublisherKey {
  name: string;
  secret: string;
}

/** What a handler learns beside the payload. */
export type ReceivedEvent = Omit<CloudEvent, 'data'>;

export interface EventHandler {
  definition: EventDefinition;
  handle(em: EntityManager, data: unknown, event: ReceivedEvent): Promise<void>;
}

export interface InboxOptions {
  orm: MikroORM;
  publishers: readonly PublisherKey[];
  handlers: readonly EventHandler[];
  logger: Logger;
}

/** 1,000 items of two kilobytes each. */
const BODY_BYTES = 2 * 1_024 * 1_024;

/**
 * Names the effect of an event. It runs in one transaction with the inbox row, thus once for each event; throwing
 * undoes both and makes the publisher try again.
 */
export const on = <Definition extends EventDefinition>(
  definition: Definition,
  handle: (em: EntityManager, data: EventData<Definition>, event: ReceivedEvent) => Promise<void>,
): EventHandler => ({ definition, handle: (em, data, event) => handle(em, data as EventData<Definition>, event) });

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that was signed. The signature covers text, so bytes that are not UTF-8 must not be smoothed over. */
const textOf = (body: unknown): string => {
  try {
    return strict.decode(body as Buffer);
  } catch {
    throw new EventRefusal(400, 'EVENT_MALFORMED', 'the body is not UTF-8');
  }
};

const readEvent = (request: FastifyRequest, secrets: ReadonlyMap<string, string>): CloudEvent => {
  const text = textOf(request.body);
  const event = parseCloudEvent(text);
  if (!event) throw new EventRefusal(400, 'EVENT_MALFORMED', 'not a CloudEvents 1.0 envelope with our attributes');
  const secret = secrets.get(event.source);
  const fault = secret === undefined ? 'unknown source' : signatureFault(secret, request.headers, text);
  if (fault) throw new EventRefusal(401, 'EVENT_UNAUTHENTICATED', fault);
  if (request.headers['webhook-id'] !== event.id) {
    throw new EventRefusal(400, 'EVENT_MALFORMED', 'webhook-id is not the id of the event');
  }
  if (!event.type.startsWith(`${event.source}.`)) {
    throw new EventRefusal(403, 'EVENT_TYPE_FORBIDDEN', `${event.source} may not send ${event.type}`);
  }
  return event;
};

// A body is bounded by its bytes: only what no database could keep is looked for.
const keepable = { depth: 64, values: BODY_BYTES, characters: BODY_BYTES };

/** The fields that the handler reads. Sent again, what cannot be read or kept would fail again. */
const readData = ({ definition }: EventHandler, { type, id }: CloudEvent, data: unknown): unknown => {
  const parsed = definition.data.safeParse(data);
  const [issue] = parsed.error?.issues ?? [];
  const fault = parsed.success ? findFault([parsed.data], keepable) : undefined;
  if (!issue && !fault) return parsed.data;
  const what = issue ? `${issue.path.join('.')} ${issue.code}` : `${fault?.path.slice(1).join('.')} ${fault?.what}`;
  throw new EventRefusal(422, 'EVENT_DATA_INVALID', `${type} ${id}: ${what}`);
};

const recordOnce = `
  insert into event_inbox (id, source, type, request_id) values ($1, $2, $3, $4) on conflict do nothing`;

/** A copy that arrives meanwhile waits here for the first one's commit, and then finds its row. */
const receiveOnce = (orm: MikroORM, event: CloudEvent, effect: (em: EntityManager) => Promise<void>) =>
  orm.em.fork().transactional(async (em) => {
    const { affected } = await execute(em, recordOnce, [event.id, event.source, event.type, event.requestid]);
    if (affected === 0) return false;
    await effect(em);
    return true;
  });

const refuse =
  (logger: Logger) => (error: FastifyError | EventRefusal, request: FastifyRequest, reply: FastifyReply) => {
    const requestId = request.headers['x-request-id'];
    const { statusCode = 500 } = error;
    if (statusCode >= 500) {
      logger.error({ requestId, err: error }, 'event failed');
      return reply.code(500).send({ code: 'EVENT_FAILED' });
    }
    const code = error instanceof EventRefusal ? error.code : 'EVENT_MALFORMED';
    logger.warn({ requestId, code, reason: error.message }, 'event refused');
    return reply.code(statusCode).send({ code });
  };

/** `POST /events`: takes each signed event of a known publisher once. */
export const eventInbox = ({ orm, publishers, handlers, logger }: InboxOptions): FastifyPluginAsync => {
  const secrets = new Map(publishers.map(({ name, secret }) => [name, secret]));
  const bySchema = new Map(handlers.map((handler) => [handler.definition.schemaUri, handler]));

  const receive = async (request: FastifyRequest, reply: FastifyReply) => {
    const event = readEvent(request, secrets);
    const { data, ...attributes } = event;
    const handler = bySchema.get(event.dataschema);
    if (handler?.definition.type !== event.type) {
      throw new EventRefusal(422, 'EVENT_TYPE_UNKNOWN', `no handler for ${event.type} of ${event.dataschema}`);
    }
    const read = readData(handler, event, data);
    const isFirst = await receiveOnce(orm, event, (em) => handler.handle(em, read, attributes));
    const about = { requestId: event.requestid, event: event.id, type: event.type, source: event.source };
    logger.info(about, isFirst ? 'event received' : 'event received again');
    return reply.code(204).send();
  };

  return async (server) => {
    server.removeAllContentTypeParsers();
    const asBytes = { parseAs: 'buffer', bodyLimit: BODY_BYTES } as const;
    server.addContentTypeParser(CONTENT_TYPE, asBytes, (_request, body, done) => done(null, body));
    server.setErrorHandler(refuse(logger));
    server.post('/events', receive);
  };
};
