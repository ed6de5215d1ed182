import type { RegisteredDocument } from '../trusted-documents.ts';
import type { Usage } from '../usage/usage.ts';
import type { ClientUse } from '../usage/usage-store.ts';

/** Days of use that speak against a change: a client that runs once a month is still there. */
const DAYS = 35;
/** Rows of 150 bytes: what is more is not sent in part, since a use that is left out would count as none. */
const MOST_USES = 200_000;

/** What a registry weighs a change by. */
export interface KeptState {
  days: number;
  /** Null where nobody counts, or more was counted than can be sent. */
  uses: ClientUse[] | null;
  documents: { client: string | null; name: string; text: string }[];
  /** The most points of one request. */
  costLimit: number;
}

export type KeptFacts = () => Promise<KeptState>;

interface KeptOptions {
  usage: Pick<Usage, 'allUses'> | undefined;
  documents: readonly RegisteredDocument[];
  costLimit: number;
}

/** Reads who uses what, and what clients registered, for the registry's checks. */
export const keptOf =
  ({ usage, documents, costLimit }: KeptOptions): KeptFacts =>
  async () => ({
    days: DAYS,
    uses: (await usage?.allUses(DAYS, MOST_USES)) ?? null,
    documents: documents.map(({ client = null, name, text }) => ({ client, name, text })),
    costLimit,
  });
