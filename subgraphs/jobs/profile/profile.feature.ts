import { defineFeature, when } from '../../kit/feature.ts';
import { eraseConsents } from '../consent/consent.service.ts';
import { ErasedPeople } from './003-erased-people.migration.ts';
import { ParticipantResolver } from './participant.resolver.ts';
import { ParticipantType } from './participant.type.ts';
import { certificateIssued, participantsErased } from './profile.events.ts';
import { profileLoaders } from './profile.loaders.ts';
import { SkillProfileResolver } from './profile.resolver.ts';
import { eraseProfiles, mergeSkills } from './profile.service.ts';
import { RecommendedVacancyResolver } from './recommendation.resolver.ts';

export const profile = defineFeature({
  name: 'profile',
  resolvers: [ParticipantResolver, SkillProfileResolver, RecommendedVacancyResolver],
  types: [ParticipantType],
  // The row is the programme office's; the fields added here check the caller themselves.
  references: { Participant: (key: { id: string }) => key },
  loaders: profileLoaders,
  consumes: [
    when(
      certificateIssued,
      () =>
        (em, { certificates }) =>
          mergeSkills(em, certificates),
    ),
    when(participantsErased, () => async (em, { participants }) => {
      await eraseProfiles(em, participants);
      await eraseConsents(em, participants);
    }),
  ],
  migrations: [{ name: '003-erased-people', class: ErasedPeople }],
});
