import type { Kit } from '../../kit/feature.ts';
import { profileByParticipant } from './profile.loader.ts';
import { findableRegions, proofsByParticipant } from './proof.loader.ts';

export const profileLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
  profile: profileByParticipant(database),
  skillProofs: proofsByParticipant(database),
  findableRegion: findableRegions(database, now),
});

export type ProfileLoaders = ReturnType<typeof profileLoaders>;
