import { z } from 'zod';
import { schemaUri } from './event.ts';

export const CONTENT_TYPE = 'application/cloudevents+json';

/** A CloudEvents 1.0 envelope in the structured JSON mode, with what we require beyond the specification. */
const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1).max(100),
  type: z.string().min(1).max(200),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json'),
  dataschema: z.url().max(300),
  requestid: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  data: z.unknown(),
});

export type CloudEvent = z.infer<typeof cloudEvent>;

/** One row of event_outbox. */
export interface StoredEvent {
  id: string;
  type: string;
  version: number;
  occurredAt: Date;
  requestId: string;
  data: unknown;
}

export const toCloudEvent = (event: StoredEvent, source: string): CloudEvent => ({
  specversion: '1.0',
  id: event.id,
  source,
  type: event.type,
  time: event.occurredAt.toISOString(),
  datacontenttype: 'application/json',
  dataschema: schemaUri(event),
  requestid: event.requestId,
  data: event.data,
});

/** Reads an envelope; null when it is not JSON or lacks an attribute. */
export const parseCloudEvent = (text: string): CloudEvent | null => {
  try {
    return cloudEvent.parse(JSON.parse(text));
  } catch {
    return null;
  }
};
