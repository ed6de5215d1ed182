import { randomUUID } from 'node:crypto';
import { services } from '../../scripts/services.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { CONTENT_TYPE, toCloudEvent } from '../../subgraphs/kit/events/envelope.ts';
import { signatureHeaders } from '../../subgraphs/kit/events/signature.ts';
import type { GraphTarget } from './client.ts';

interface PartnerEvent {
  from: string;
  to: string;
  type: string;
  data: object;
  /** A repeated delivery bears the same id. */
  id?: string;
}

/** Sends an event as its publisher would, signed with the secret of the pair. Returns the status of the answer. */
export const partnerEvents =
  ({ url, data: folder }: GraphTarget) =>
  async ({ from, to, type, data, id = randomUUID() }: PartnerEvent): Promise<number> => {
    const secret = readSecrets(folder).eventSecret[`${from}>${to}`] ?? '';
    const offset = services.find(({ name }) => name === to)?.portOffset ?? 0;
    const port = Number(new URL(url).port) + offset;
    const event = { id, type, version: 1, occurredAt: new Date(), requestId: randomUUID(), data };
    const body = JSON.stringify(toCloudEvent(event, from));
    const headers = { 'content-type': CONTENT_TYPE, ...signatureHeaders(secret, { id, body }) };
    const response = await fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', headers, body });
    return response.status;
  };
