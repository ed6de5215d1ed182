import { z } from 'zod';
import { defineEvent } from '../../subgraphs/kit/events/event.ts';
import { type EventHandler, on } from '../../subgraphs/kit/events/inbox.ts';
import { type ClientKind, Clients } from './clients.ts';
import { queriesIn } from './queries.ts';
import type { Surroundings } from './surroundings.ts';

/** What the programme office calls an organisation, and what its clients are here. */
export const kinds = {
  PLATFORM: 'PLATFORM',
  INSTITUTION: 'INSTITUTION',
  ASSESSOR: 'ASSESSOR',
  PAYMENT_PARTNER: 'WALLET',
  JOB_PORTAL: 'PORTAL',
  BANK: 'BANK',
  PMO_UNIT: 'TREASURY',
} as const satisfies Record<string, ClientKind>;

export type OrganizationKindName = keyof typeof kinds;

const id = z.string().min(1).max(128);
const version = z.int().positive();
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const keys = z
  .array(
    z.object({
      jwk: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), kid: id }),
      validFrom: moment,
      validUntil: moment.nullable(),
    }),
  )
  .min(1);

const clientRegistered = defineEvent({
  type: 'pmo.client.registered',
  version: 1,
  data: z.object({
    client: id,
    organization: id,
    organizationKind: z.enum(Object.keys(kinds) as OrganizationKindName[]),
    name: z.string(),
    scopes: z.array(z.string()),
    requiresDpop: z.boolean(),
    version,
    keys,
  }),
});

const clientRotated = defineEvent({
  type: 'pmo.client.rotated',
  version: 1,
  data: z.object({ client: id, version, keys, isRevoking: z.boolean() }),
});

const clientChanged = z.object({ client: id, version, at: moment });
const clientSuspended = defineEvent({ type: 'pmo.client.suspended', version: 1, data: clientChanged });
const clientResumed = defineEvent({ type: 'pmo.client.resumed', version: 1, data: clientChanged });

const changed = z.object({ organization: id, version, at: moment });
const organizationSuspended = defineEvent({ type: 'pmo.organization.suspended', version: 1, data: changed });
const organizationResumed = defineEvent({ type: 'pmo.organization.resumed', version: 1, data: changed });

/** What the programme office decides on organisations, as it takes effect here. Events may come in any order. */
export const organizationHandlers = (surroundings: Surroundings): EventHandler[] => {
  const clientsIn = (em: Parameters<EventHandler['handle']>[0]) => new Clients(queriesIn(em), surroundings);
  return [
    on(clientRegistered, async (em, event) => {
      const clients = clientsIn(em);
      const { client, organization, organizationKind, name, scopes, requiresDpop } = event;
      const kind = kinds[organizationKind];
      await clients.put({ id: client, name, kind, organizationId: organization, scopes, requiresDpop });
      await clients.replaceKeys(client, event);
    }),
    on(clientRotated, (em, event) => clientsIn(em).replaceKeys(event.client, event)),
    on(clientSuspended, (em, event) => clientsIn(em).setStatus(event.client, 'SUSPENDED', event.version)),
    on(clientResumed, (em, event) => clientsIn(em).setStatus(event.client, 'ACTIVE', event.version)),
    on(organizationSuspended, (em, { organization, ...change }) =>
      clientsIn(em).setOrganizationStatus(organization, 'SUSPENDED', change),
    ),
    on(organizationResumed, (em, { organization, ...change }) =>
      clientsIn(em).setOrganizationStatus(organization, 'ACTIVE', change),
    ),
  ];
};
