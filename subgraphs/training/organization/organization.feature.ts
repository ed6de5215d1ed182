import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { Partners } from './018-partners.migration.ts';
import { OrganizationEntity, OrganizationProfileEntity } from './organization.entity.ts';
import { organizationRegistered, organizationResumed, organizationSuspended } from './organization.events.ts';
import { register, resume, suspend } from './organization.service.ts';
import { profileLoaders } from './profile.loader.ts';
import { updateInstitutionProfile, updatePlatformProfile } from './profile.mutations.ts';
import { InstitutionProfileResolver, PartnerProfileResolver, PlatformProfileResolver } from './profile.resolver.ts';
import { ProfileService } from './profile.service.ts';

/** Organisations that the programme office tells of, as platforms and institutions under their own hand. */
export const organization = defineFeature({
  name: 'organization',
  entities: [OrganizationEntity, OrganizationProfileEntity],
  resolvers: [PartnerProfileResolver, PlatformProfileResolver, InstitutionProfileResolver],
  mutations: [updatePlatformProfile, updateInstitutionProfile],
  services: ({ now }: Pick<Kit, 'now'>) => ({ profiles: new ProfileService({ now }) }),
  loaders: profileLoaders,
  consumes: [
    when(organizationRegistered, () => register),
    when(organizationSuspended, () => suspend),
    when(organizationResumed, () => resume),
  ],
  migrations: [{ name: '018-partners', class: Partners }],
});
