import { request } from 'undici';
import { z } from 'zod';
import type { KeptDocument } from '../../../schema/registry/revision.ts';
import type { Use } from '../../../schema/registry/use.ts';
import { bearer } from '../../kit/rotating-secret.ts';

const withinMs = 15_000;
const mostBytes = 64 * 1024 * 1024;

const answer = z.object({
  uses: z
    .array(
      z.object({
        coordinate: z.string(),
        organization: z.string(),
        client: z.string(),
        version: z.string(),
        executions: z.number(),
      }),
    )
    .nullable(),
  documents: z.array(z.object({ client: z.string().nullable(), name: z.string(), text: z.string() })),
  costLimit: z.number(),
});

/** What clients do with the graph, as a gateway keeps it. */
export interface ClientFacts {
  /** Undefined where nobody counted: everything counts as used then. */
  usage?: Use[] | undefined;
  documents: KeptDocument[];
  costLimit?: number | undefined;
}

export interface FactsSource {
  read(): Promise<ClientFacts>;
}

const UNKNOWN: ClientFacts = { documents: [] };

interface SourceOptions {
  /** Any gateway of those that share a database; without one everything counts as used. */
  gateway: string | undefined;
  secret: string | undefined;
  log: { warn(details: object, message: string): void };
}

/** Asks the gateway for what it keeps; where it does not answer, everything counts as used. */
export const openFactsSource = ({ gateway, secret, log }: SourceOptions): FactsSource => ({
  read: async () => {
    if (gateway === undefined || secret === undefined) return UNKNOWN;
    try {
      return factsIn(await textAt(new URL('/supergraph/kept', gateway).href, secret));
    } catch (error) {
      log.warn({ reason: String(error) }, 'the gateway did not say who uses what: everything counts as used');
      return UNKNOWN;
    }
  },
});

const textAt = async (url: string, secret: string): Promise<string> => {
  const { statusCode, body } = await request(url, {
    headers: { authorization: bearer(secret) },
    signal: AbortSignal.timeout(withinMs),
  });
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += (part as Buffer).length;
    if (bytes > mostBytes) throw new Error(`more than ${mostBytes} bytes`);
    parts.push(part as Buffer);
  }
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
  return Buffer.concat(parts).toString();
};

const factsIn = (text: string): ClientFacts => {
  const { uses, documents, costLimit } = answer.parse(JSON.parse(text));
  return {
    usage: uses?.map((use) => ({ ...use, isAuthenticated: true })),
    documents: documents.map(({ client, name, text: document }) => ({
      organization: client === null ? 'all clients' : `client ${client}`,
      name,
      text: document,
    })),
    costLimit,
  };
};
