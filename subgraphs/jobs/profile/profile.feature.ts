import { defineFeature, when } from '../../kit/feature.ts';
import { ErasedPeople } from './003-erased-people.migration.ts';
import { ProfileCertificates } from './005-profile-certificates.migration.ts';
import { ProfileNumbers } from './030-profile-numbers.migration.ts';
import { ParticipantResolver } from './participant.resolver.ts';
import { ParticipantType } from './participant.type.ts';
import { ErasedParticipantEntity, ProfileCertificateEntity, SkillProfileEntity } from './profile.entity.ts';
import { certificateIssued, certificateRevoked, participantsErased } from './profile.events.ts';
import { profileLoaders } from './profile.loaders.ts';
import { SkillProfileResolver, SkillProofResolver } from './profile.resolver.ts';
import { eraserAlone, mergeSkills, removeSkills } from './profile.service.ts';
import { ENTOMB } from './profile.statement.ts';

export const profile = defineFeature({
  name: 'profile',
  entities: [SkillProfileEntity, ProfileCertificateEntity, ErasedParticipantEntity],
  resolvers: [ParticipantResolver, SkillProfileResolver, SkillProofResolver],
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
    when(certificateRevoked, () => removeSkills),
    when(participantsErased, eraserAlone),
  ],
  migrations: [
    { name: '003-erased-people', class: ErasedPeople },
    { name: '005-profile-certificates', class: ProfileCertificates },
    { name: '030-profile-numbers', class: ProfileNumbers },
  ],
  invariants: [{ name: 'no profile is empty', sql: `select participant_id from skill_profile where skills = '{}'` }],
  erasure: [
    { table: 'erased_participant', statement: ENTOMB },
    {
      table: 'profile_certificate',
      statement: 'delete from profile_certificate where participant_id = any($1::uuid[])',
    },
    { table: 'skill_profile', statement: 'delete from skill_profile where participant_id = any($1::uuid[])' },
  ],
});
