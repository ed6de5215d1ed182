import type { Kit } from '../../kit/feature.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { disclosures } from './disclosure.loader.ts';
import { participantById } from './participant.loader.ts';

export const participantLoaders = ({ database }: Pick<Kit, 'database'>, facts: RequestFacts) => ({
  participant: participantById(database),
  disclosures: disclosures(database, facts),
});

export type ParticipantLoaders = ReturnType<typeof participantLoaders>;
