import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** What the registry reads of an organisation that joined. */
export const organizationRegistered = defineEvent({
  type: 'pmo.organization.registered',
  version: 1,
  data: z.object({ organization: z.uuid(), kind: z.string().min(1).max(50), name: z.string().min(1).max(200) }),
});
