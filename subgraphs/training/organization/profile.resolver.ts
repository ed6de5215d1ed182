import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { demand, isOwnerWith } from '../../kit/access.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import type { InstitutionLoaders } from '../institution/institution.loader.ts';
import { InstitutionType } from '../institution/institution.type.ts';
import type { PlatformLoaders } from '../platform/platform.loader.ts';
import { PlatformType } from '../platform/platform.type.ts';
import { RegionType } from '../region/region.type.ts';
import type { ProfileLoaders } from './profile.loader.ts';
import { updateInstitutionProfile, updatePlatformProfile } from './profile.mutations.ts';
import type { ProfileService } from './profile.service.ts';
import { InstitutionProfileInput, PartnerProfileType, PlatformProfileInput } from './profile.type.ts';

interface Slice extends RequestContext {
  profiles: ProfileService;
  loaders: InstitutionLoaders & PlatformLoaders & ProfileLoaders;
}

const ExpectedVersion = () =>
  Arg('expectedVersion', () => Int, { description: 'The version that you have read; 0 for the first profile.' });

@Resolver(() => PartnerProfileType)
export class PartnerProfileResolver {
  @Directive(requiresScopes('course:publish', 'organization:manage'))
  @Query(() => String, {
    nullable: true,
    description:
      "Tax number (NPWP) of a partner, 16 digits: your own organisation's with `course:publish`, anyone's with `organization:manage`. Null before its profile was stated.",
  })
  async taxNumber(
    @Arg('organizationId', () => ID, { description: "The organisation's id." }) organizationId: string,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<string | null> {
    const isAllowed = caller.can('organization:manage') || isOwnerWith(caller, organizationId, 'course:publish');
    demand(isAllowed, caller, { scopes: ['organization:manage'], or: 'organization' });
    return (await loaders.organizationProfile.load(organizationId))?.taxNumber ?? null;
  }

  @Directive(listOf(38))
  @FieldResolver(() => [RegionType], { nullable: true, description: 'Provinces that it serves, in order of code.' })
  provinces(@Root() { provinces }: PartnerProfileType): RegionType[] {
    return provinces.map((code) => ({ code }));
  }
}

@Resolver(() => PlatformType)
export class PlatformProfileResolver {
  @FieldResolver(() => PartnerProfileType, { nullable: true, description: 'What it states of itself; null before.' })
  async profile(@Root() { organizationId }: PlatformType, @Ctx() { loaders }: Slice) {
    return organizationId === null ? null : loaders.organizationProfile.load(organizationId);
  }

  @Declared(updatePlatformProfile)
  async updatePlatformProfile(
    @Arg('input', () => PlatformProfileInput, { description: 'The whole profile.' }) input: PlatformProfileInput,
    @ExpectedVersion() expectedVersion: number,
    @Ctx() { em, profiles, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(updatePlatformProfile, language, async () =>
      loaders.platform.load(await profiles.updatePlatform(em(), input, { caller, expectedVersion })),
    );
  }
}

@Resolver(() => InstitutionType)
export class InstitutionProfileResolver {
  @FieldResolver(() => PartnerProfileType, { nullable: true, description: 'What it states of itself; null before.' })
  async profile(@Root() { organizationId }: InstitutionType, @Ctx() { loaders }: Slice) {
    return organizationId === null ? null : loaders.organizationProfile.load(organizationId);
  }

  @Declared(updateInstitutionProfile)
  async updateInstitutionProfile(
    @Arg('input', () => InstitutionProfileInput, { description: 'The whole profile.' }) input: InstitutionProfileInput,
    @ExpectedVersion() expectedVersion: number,
    @Ctx() { em, profiles, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(updateInstitutionProfile, language, async () =>
      loaders.institution.load(await profiles.updateInstitution(em(), input, { caller, expectedVersion })),
    );
  }
}
