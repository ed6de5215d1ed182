import type { AskerValues } from '../registry/asker.ts';
import { type Ask, askAs } from '../wave/ask.ts';

/** Asks what concerns an organisation as somebody of it. */
export const askOrganization = ({ role = 'officer', as: subject = `synthetic-${role}`, data }: AskerValues): Ask =>
  askAs({ file: 'schema/commands/organization.graphql', role, subject, data });
