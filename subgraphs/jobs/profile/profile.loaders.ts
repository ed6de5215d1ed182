import type { Kit } from '../../kit/feature.ts';
import { profileByParticipant } from './profile.loader.ts';

export const profileLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  profile: profileByParticipant(database),
});

export type ProfileLoaders = ReturnType<typeof profileLoaders>;
