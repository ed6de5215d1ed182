import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, demandSelfOr } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantType } from '../profile/participant.type.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { AlumniArgs, readProvince, readSkills } from './alumnus.input.ts';
import { alumnusKey, MOST, SKILLS } from './alumnus.limit.ts';
import { type AlumnusLoaders, readSupply, readUsed } from './alumnus.loader.ts';
import { searchingPortal } from './alumnus.policy.ts';
import { AlumniPurpose } from './alumnus.purpose.ts';
import type { AlumniSearches } from './alumnus.service.ts';
import {
  AlumniDisclosureConnection,
  AlumniDisclosureType,
  AlumniQuotaType,
  AlumnusSearchConnectionType,
  AlumnusType,
  SkillSupplyType,
} from './alumnus.type.ts';

interface Slice extends RequestContext {
  alumni: AlumniSearches;
  loaders: AlumnusLoaders;
}

const ofPortal = {
  en: 'the scope `alumni:search`, of a job portal',
  id: 'cakupan `alumni:search`, milik portal kerja',
};

/** @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
const demandPortal = (caller: Caller): string => {
  const portal = searchingPortal(caller);
  demand(portal !== null, caller, { or: ofPortal });
  return portal;
};

@Resolver(() => AlumnusType)
export class AlumnusResolver {
  @Directive(requiresScopes('alumni:search'))
  @Directive(cost(20))
  @Query(() => AlumnusSearchConnectionType, {
    description:
      'Alumni whose certificates prove all of the skills and who let your portal, or all portals, find them, in a province. What you get is a sample by chance, in an order by chance, of your portal, this search and this day: the same search shows the same people until midnight (Asia/Jakarta), less those who have taken their consent back; new profiles enter once a day. Nobody is shown where fewer than ten match; each province and set of skills has a size of its own between 10 and 19, kept secret, below which nobody is. Each row counts in `alumniQuota` each time that it is shown, and is written, with the purpose, to the log of the person. Takes a token of a job portal with `alumni:search`. Codes of errors: SKILLS_OUT_OF_RANGE, SKILL_CODE_MALFORMED, REGION_CODE_MALFORMED, PROVINCE_EXPECTED, PAGE_SIZE_OUT_OF_RANGE, CURSOR_MALFORMED, CURSOR_EXPIRED, ALUMNI_QUOTA_REACHED.',
  })
  async alumniBySkill(
    @Arg('skills', () => [ID], {
      description: `Codes of 1 to ${SKILLS} skills; one that does not exist is one that nobody has.`,
    })
    codes: string[],
    @Arg('region', () => ID, {
      description: 'Code of the province where people lived when they consented, such as `32`.',
    })
    region: string,
    @Arg('purpose', () => AlumniPurpose, { description: 'Why you look; the people whom you are shown read it.' })
    purpose: AlumniPurpose,
    @Args(() => AlumniArgs) args: AlumniArgs,
    @Ctx() { caller, requestId, alumni }: Slice,
  ): Promise<AlumnusSearchConnectionType> {
    const portal = demandPortal(caller);
    const page = readPage(args, alumnusKey, MOST);
    const search = { portal, skills: readSkills(codes), province: readProvince(region), purpose };
    const { pseudonyms, hasMore, total } = await alumni.page(
      { ...search, first: page.first, after: page.after?.[0] ?? null },
      { caller, requestId },
    );
    // All rows of an answer are alike.
    const matchingSkills = search.skills.map((code) => ({ code }));
    const rows = pseudonyms.map((pseudonym) => ({
      pseudonym,
      matchingSkills,
      region: { code: search.province },
    }));
    const connection = toConnection(rows, page, ({ pseudonym }) => [pseudonym]);
    return { ...connection, pageInfo: { ...connection.pageInfo, hasNextPage: hasMore }, totalCount: total || null };
  }
}

@Resolver(() => AlumniQuotaType)
export class AlumniQuotaResolver {
  @Directive(requiresScopes('alumni:search'))
  @Query(() => AlumniQuotaType, { description: "Your portal's quota of rows of `alumniBySkill` today." })
  async alumniQuota(@Ctx() { caller, database, alumni }: Slice): Promise<AlumniQuotaType> {
    const portal = demandPortal(caller);
    const used = await readUsed(database, portal, alumni.today);
    return { used, remaining: Math.max(0, alumni.limit - used), resetsAt: alumni.resetsAt };
  }
}

@Resolver(() => SkillSupplyType)
export class SkillSupplyResolver {
  @Directive(requiresScopes('alumni:search'))
  @Directive(cost(5))
  @Directive(listOf(300))
  @Query(() => [SkillSupplyType], {
    description:
      'About how many alumni your portal could find by each skill, the most first, as of this morning; a skill that fewer than ten have in a province is left out there, and some that up to 18 have. Code of errors: REGION_CODE_MALFORMED, PROVINCE_EXPECTED.',
  })
  async skillSupply(
    @Arg('region', () => ID, { nullable: true, description: 'Code of a province; without it the whole country.' })
    region: string | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<SkillSupplyType[]> {
    const portal = demandPortal(caller);
    const rows = await readSupply(database, portal, typeof region === 'string' ? readProvince(region) : null);
    return rows.map(({ code, people }) => ({ skillCode: code, people }));
  }

  @FieldResolver(() => SkillType, { nullable: true, description: 'The skill.' })
  skill(@Root() { skillCode }: SkillSupplyType): SkillType {
    return { code: skillCode };
  }
}

@Resolver(() => ParticipantType)
export class AlumniParticipantResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('self'))
  @FieldResolver(() => AlumniDisclosureConnection, {
    nullable: true,
    description: 'Searches of job portals in which the person was shown, newest first; kept for two years.',
  })
  async alumniDisclosures(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<AlumniDisclosureType>> {
    demandSelfOr(caller, id);
    const page = readPage(args, idKey);
    return toConnection(await loaders.alumniDisclosures.load({ parent: id, page }), page, (entry) => [entry.id]);
  }
}

@Resolver(() => AlumniDisclosureType)
export class AlumniDisclosureResolver {
  @FieldResolver(() => [SkillType], {
    nullable: true,
    description: 'The skills that were searched for: no others were shown.',
  })
  skills(@Root() { skillCodes }: AlumniDisclosureType): SkillType[] {
    return skillCodes.map((code) => ({ code }));
  }

  @FieldResolver(() => RegionType, { nullable: true, description: 'The province that was searched in.' })
  region(@Root() { provinceCode }: AlumniDisclosureType): RegionType {
    return { code: provinceCode };
  }
}
