import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** What jobs reads of an organisation that joined. */
export const organizationRegistered = defineEvent({
  type: 'pmo.organization.registered',
  version: 1,
  data: z.object({ organization: z.uuid(), kind: z.string().min(1).max(50), name: z.string().min(1).max(200) }),
});

const changed = z.object({ organization: z.uuid(), version: z.int32().positive() });

/** What jobs reads of an organisation that may do nothing any more. */
export const organizationSuspended = defineEvent({ type: 'pmo.organization.suspended', version: 1, data: changed });

/** What jobs reads of an organisation that goes on. */
export const organizationResumed = defineEvent({ type: 'pmo.organization.resumed', version: 1, data: changed });
