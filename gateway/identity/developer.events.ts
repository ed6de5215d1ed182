import { z } from 'zod';
import { defineEvent } from '../../subgraphs/kit/events/event.ts';
import { type EventHandler, on } from '../../subgraphs/kit/events/inbox.ts';
import { departDeveloper, keepInvitation } from './invitations.ts';
import { kinds, type OrganizationKindName } from './organization.events.ts';
import { queriesIn } from './queries.ts';
import type { Surroundings } from './surroundings.ts';

const id = z.string().min(1).max(128);
const digest = z.string().regex(/^[\w-]{43}$/);

const developerInvited = defineEvent({
  type: 'pmo.developer.invited',
  version: 1,
  data: z.object({
    developer: id,
    organization: id,
    organizationKind: z.enum(Object.keys(kinds) as OrganizationKindName[]),
    scopes: z.array(z.string()),
    secretHash: digest,
    addressProof: digest,
    until: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  }),
});

const developerRemoved = defineEvent({
  type: 'pmo.developer.removed',
  version: 1,
  data: z.object({ developer: id }),
});

/** Who may act for organisations, as it takes effect here. Events may come in any order. */
export const developerHandlers = ({ now }: Pick<Surroundings, 'now'>): EventHandler[] => [
  on(developerInvited, (em, { organizationKind, ...invitation }) =>
    keepInvitation(queriesIn(em), { ...invitation, role: kinds[organizationKind].toLowerCase() }),
  ),
  on(developerRemoved, (em, { developer }) => departDeveloper(queriesIn(em), developer, now())),
];
