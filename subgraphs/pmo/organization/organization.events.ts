import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';
import { OrganizationKind } from './organization.kind.ts';

const version = z.int().positive();
const clientId = z.string().min(1).max(128);
const scope = z.string().min(1).max(100);

const key = z.object({
  jwk: z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    kid: z.string().min(1).max(128),
  }),
  validFrom: z.iso.datetime({ offset: true }),
  validUntil: z.iso.datetime({ offset: true }).nullable(),
});

/** All keys of the client that are valid now or later: a subscriber replaces what it has, by the higher version. */
const keys = z.array(key).min(1).max(10);

/** An organisation's software may ask for tokens. */
export const clientRegistered = defineEvent({
  type: 'pmo.client.registered',
  version: 1,
  data: z.object({
    client: clientId,
    organization: z.uuid(),
    organizationKind: z.enum(OrganizationKind),
    name: z.string().min(1).max(200),
    scopes: z.array(scope).max(100),
    requiresDpop: z.boolean(),
    version,
    keys,
  }),
});

/** A client has a new key. `isRevoking`: its former keys ended at once, so tokens that they were given for are suspect. */
export const clientRotated = defineEvent({
  type: 'pmo.client.rotated',
  version: 1,
  data: z.object({ client: clientId, version, keys, isRevoking: z.boolean() }),
});

/**
 * An organisation has joined: its name and kind. Whether it is suspended is told by `suspended` and `resumed` alone,
 * which may come before.
 */
export const organizationRegistered = defineEvent({
  type: 'pmo.organization.registered',
  version: 1,
  data: z.object({
    organization: z.uuid(),
    kind: z.enum(OrganizationKind),
    name: z.string().min(1).max(200),
    version,
    at: z.iso.datetime({ offset: true }),
  }),
});

const changed = z.object({ organization: z.uuid(), version, at: z.iso.datetime({ offset: true }) });

const clientChanged = z.object({ client: clientId, version, at: z.iso.datetime({ offset: true }) });

/** The client gets no token, from now on. The event with the higher version holds. */
export const clientSuspended = defineEvent({ type: 'pmo.client.suspended', version: 1, data: clientChanged });

/** The client may go on. */
export const clientResumed = defineEvent({ type: 'pmo.client.resumed', version: 1, data: clientChanged });

/** Nobody of the organisation may do anything, from now on. The event with the higher version holds. */
export const organizationSuspended = defineEvent({ type: 'pmo.organization.suspended', version: 1, data: changed });

/** The organisation may go on. */
export const organizationResumed = defineEvent({ type: 'pmo.organization.resumed', version: 1, data: changed });
