import { Arg, Args, Ctx, Directive, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { Rupiah } from '../../kit/scalars.ts';
import { readSearch } from '../../kit/search.ts';
import type { EmployerLoaders } from '../employer/employer.loader.ts';
import { EmployerType } from '../employer/employer.type.ts';
import type { PortalLoaders } from '../portal/portal.loader.ts';
import { PortalType } from '../portal/portal.type.ts';
import { readRegionCode } from '../region/region.service.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { RequirementType } from './requirement.type.ts';
import { VacancyFlagType } from './vacancy.flag.type.ts';
import { jsonLdOf } from './vacancy.json-ld.ts';
import type { VacancyLoaders } from './vacancy.loader.ts';
import { listVacancies } from './vacancy.loader.ts';
import { isOpen, maySeeAll, wasPosted } from './vacancy.policy.ts';
import { VacancyConnection, VacancyType } from './vacancy.type.ts';

interface Slice extends RequestContext {
  loaders: EmployerLoaders & PortalLoaders & VacancyLoaders;
}

@InputType('VacancyFilter', { description: 'Narrows a list of vacancies; all conditions must hold.' })
class VacancyFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only vacancies that ask for the skill with this code.' })
  skill?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Only vacancies in this regency or city, or in this province. A malformed code: REGION_CODE_MALFORMED.',
  })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the title or description; ≤ 100 characters.' })
  search?: string | null;

  @Field(() => Rupiah, { nullable: true, description: 'Only vacancies whose stated monthly pay reaches this.' })
  minSalary?: bigint | null;
}

const readFilter = (filter: VacancyFilterInput | null) => {
  const { skill = null, minSalary = null } = filter ?? {};
  const search = readSearch(filter?.search);
  const region = typeof filter?.region === 'string' ? readRegionCode(filter.region) : null;
  return { skill, region, search, minSalary };
};

@Resolver(() => VacancyType)
export class VacancyResolver {
  @Query(() => VacancyType, {
    nullable: true,
    description:
      'One vacancy; null when none with this id is open. Its portal (`vacancy:publish`) and officers (`vacancy:moderate`) see it in every state.',
  })
  async vacancy(
    @Arg('id', () => ID, { description: "The vacancy's id." }) id: string,
    @Ctx() { loaders, caller }: Slice,
  ): Promise<VacancyType | null> {
    const vacancy = await loaders.vacancy.load(id);
    return vacancy && (isOpen(vacancy) || maySeeAll(caller, vacancy.portalId)) ? vacancy : null;
  }

  @Query(() => VacancyConnection, { description: 'Open vacancies, newest first.' })
  async vacancies(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => VacancyFilterInput, { nullable: true, description: 'Narrows the list.' })
    filter: VacancyFilterInput | null,
    @Ctx() { database }: Slice,
  ): Promise<Connection<VacancyType>> {
    const page = readPage(args, idKey);
    const rows = await listVacancies(database, page, readFilter(filter));
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @FieldResolver(() => EmployerType, { description: 'Who offers the work.' })
  async employer(@Root() { employerId }: VacancyType, @Ctx() { loaders }: Slice): Promise<EmployerType | null> {
    return loaders.employer.load(employerId);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: 'Regency or city of the workplace; null for remote work without one.',
  })
  region(@Root() { regionCode }: VacancyType): RegionType | null {
    return regionCode === null ? null : { code: regionCode };
  }

  @FieldResolver(() => [SkillType], { nullable: true, description: 'Skills that it asks for, in order of code.' })
  async skills(@Root() { id }: VacancyType, @Ctx() { loaders }: Slice): Promise<SkillType[]> {
    return (await loaders.requirements.load(id)).map(({ skillCode }) => ({ code: skillCode }));
  }

  @FieldResolver(() => [RequirementType], { description: 'What it asks for, in order of code.' })
  async requirements(@Root() { id }: VacancyType, @Ctx() { loaders }: Slice): Promise<RequirementType[]> {
    const asked = await loaders.requirements.load(id);
    return asked.map(({ skillCode, level, weight }) => ({ skill: { code: skillCode }, level, weight }));
  }

  @Directive(requiresScopes('vacancy:publish', 'vacancy:moderate'))
  @FieldResolver(() => [VacancyFlagType], {
    nullable: true,
    description:
      'What moderation found in it while it is held. For its portal (`vacancy:publish`) and officers (`vacancy:moderate`); null for other organisations.',
  })
  flags(@Root() { portalId, flags }: VacancyType, @Ctx() { caller }: Slice): VacancyFlagType[] | null {
    demandScope(caller, 'vacancy:publish', 'vacancy:moderate');
    return maySeeAll(caller, portalId) ? flags : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'It as schema.org JobPosting in JSON-LD, for a page that shows it and search engines that read that; null while it is not open.',
  })
  async jsonLd(@Root() vacancy: VacancyType, @Ctx() { loaders }: Slice): Promise<string | null> {
    if (!isOpen(vacancy)) return null;
    const [employer, portal, skills] = await Promise.all([
      loaders.employer.load(vacancy.employerId),
      loaders.portal.load(vacancy.portalId),
      loaders.requirements.load(vacancy.id),
    ]);
    return jsonLdOf(vacancy, { employer: employer?.name ?? '', portal: portal?.name ?? '', skills });
  }

  @FieldResolver(() => PortalType, { description: 'The job portal that publishes it.' })
  async portal(@Root() { portalId }: VacancyType, @Ctx() { loaders }: Slice): Promise<PortalType | null> {
    return loaders.portal.load(portalId);
  }
}

/** Returns the vacancy of a key that another subgraph holds, also when it is no longer open. */
export const findVacancy = async ({ id }: { id: string }, { loaders, caller }: Slice): Promise<VacancyType | null> => {
  const vacancy = await loaders.vacancy.load(id);
  return vacancy && (wasPosted(vacancy) || maySeeAll(caller, vacancy.portalId)) ? vacancy : null;
};
