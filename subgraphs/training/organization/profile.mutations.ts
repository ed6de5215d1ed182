import { declareMutation } from '../../kit/mutation.ts';
import { InstitutionType } from '../institution/institution.type.ts';
import { PlatformType } from '../platform/platform.type.ts';
import { refusals } from './profile.refusal.ts';

const takes = 'the scope `course:publish`';

const common = [
  refusals.taxNumber(),
  refusals.established(),
  refusals.accreditation(),
  refusals.province(0),
  refusals.versionChanged(2),
];

export const updatePlatformProfile = declareMutation({
  name: 'updatePlatformProfile',
  does: "States the profile of the caller's own platform. It comes before the first course.",
  takes,
  refusals: [refusals.forbidden('platform'), ...common],
  weight: 10,
  payload: {
    description: 'The platform, or why its profile was not changed.',
    field: 'platform',
    type: () => PlatformType,
    fieldDescription: 'The platform, with the new version of its profile.',
  },
});

export const updateInstitutionProfile = declareMutation({
  name: 'updateInstitutionProfile',
  does: "States the profile and the seat of the caller's own institution.",
  takes,
  refusals: [refusals.forbidden('institution'), refusals.seat(), ...common],
  weight: 10,
  payload: {
    description: 'The institution, or why its profile was not changed.',
    field: 'institution',
    type: () => InstitutionType,
    fieldDescription: 'The institution, with the new version of its profile.',
  },
});
