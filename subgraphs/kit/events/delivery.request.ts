import { type Dispatcher, request } from 'undici';
import { traceparentOfRequest } from '../tracing/trace-context.ts';
import { CONTENT_TYPE, type StoredEvent, toCloudEvent } from './envelope.ts';
import { signatureHeaders } from './signature.ts';

export interface Subscriber {
  name: string;
  url: string;
  /** `whsec_` and the key in base64. */
  secret: string;
}

export interface Delivery {
  subscriber: Subscriber;
  event: StoredEvent;
  source: string;
  dispatcher: Dispatcher;
}

const DEADLINE_MS = 10_000;
const ANSWER_BYTES = 1_000;

/** Enough of a refusal's body for an operator; the rest of it, however long, is not read. */
const beginning = async (body: Dispatcher.ResponseData['body']): Promise<string> => {
  let text = '';
  for await (const part of body.setEncoding('utf8')) {
    text += part;
    if (text.length >= ANSWER_BYTES) break;
  }
  return text.slice(0, ANSWER_BYTES);
};

const reason = (error: unknown): string => {
  const { name, code, message } = error as Error & { code?: string };
  if (name === 'TimeoutError') return `no answer within ${DEADLINE_MS / 1_000} s`;
  return [code, message].filter(Boolean).join(': ') || name;
};

/** Posts one event, once. Answers null when the subscriber has taken it, otherwise why not. Never throws. */
export const post = async ({ subscriber, event, source, dispatcher }: Delivery): Promise<string | null> => {
  try {
    const body = JSON.stringify(toCloudEvent(event, source));
    const answer = await request(subscriber.url, {
      method: 'POST',
      headers: {
        'content-type': CONTENT_TYPE,
        'x-request-id': event.requestId,
        traceparent: traceparentOfRequest(event.requestId),
        ...signatureHeaders(subscriber.secret, { id: event.id, body }),
      },
      body,
      dispatcher,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (answer.statusCode < 200 || answer.statusCode > 299) {
      return `${answer.statusCode} ${await beginning(answer.body)}`.trimEnd();
    }
    await answer.body.dump();
    return null;
  } catch (error) {
    return reason(error);
  }
};
