import { Arg, Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { toConnection } from '../../kit/connection.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { readPage } from '../../kit/page.ts';
import { alumnusKey, MOST, searchingPortal } from '../alumnus/index.ts';
import { readRegionCode } from '../region/region.service.ts';
import { isOpen } from '../vacancy/index.ts';
import { VacancyType } from '../vacancy/vacancy.type.ts';
import { alumnusReasonsOf } from './recommendation.reason.ts';
import type { VacancyAlumniLoaders } from './vacancy-alumni.loader.ts';
import { VacancyAlumniConnectionType } from './vacancy-alumni.type.ts';

interface Slice extends RequestContext {
  loaders: VacancyAlumniLoaders;
}

@ArgsType()
class VacancyAlumniArgs {
  @Field(() => Int, { description: `How many to return: 1 to ${MOST}.` })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Continue behind this cursor, taken from `pageInfo.endCursor` on the same day.',
  })
  after?: string | null;
}

const ofPortal = {
  en: 'the scope `alumni:search`, of a job portal',
  id: 'cakupan `alumni:search`, milik portal kerja',
};

const province = {
  en: '`region` takes the code of a province, such as 32; a vacancy without a place needs one.',
  id: '`region` menerima kode provinsi, misalnya 32; lowongan tanpa lokasi memerlukannya.',
};

/** The province to look in: the one that is asked for, or that of the vacancy. @throws GraphQLError */
const provinceFor = ({ regionCode }: VacancyType, asked: string | null | undefined): string => {
  const code = typeof asked === 'string' ? readRegionCode(asked) : regionCode?.slice(0, 2);
  if (code?.length !== 2) throw inputError('PROVINCE_EXPECTED', province, 'region');
  return code;
};

@Resolver(() => VacancyType)
export class VacancyAlumniResolver {
  @Directive(requiresScopes('alumni:search'))
  @Directive(cost(40))
  @FieldResolver(() => VacancyAlumniConnectionType, {
    nullable: true,
    description:
      'Alumni for the vacancy, for the portal that publishes it; null for others, and while it is not open. It is a search as `alumniBySkill` is, with purpose VACANCY: for people in its province who have as many of its skills as ten people have together, the weightiest and rarest first. They come in an order by chance, under the pseudonyms of that search, count in `alumniQuota`, and read it in their log. For at most 10 vacancies of a request. Codes of errors: VACANCIES_OUT_OF_RANGE, PROVINCE_EXPECTED, REGION_CODE_MALFORMED, PAGE_SIZE_OUT_OF_RANGE, CURSOR_MALFORMED, CURSOR_EXPIRED, ALUMNI_QUOTA_REACHED.',
  })
  async alumni(
    @Root() vacancy: VacancyType,
    @Args(() => VacancyAlumniArgs) args: VacancyAlumniArgs,
    @Arg('region', () => ID, { nullable: true, description: 'Another province to look in, such as `32`.' })
    region: string | null | undefined,
    @Ctx() { caller, language, loaders }: Slice,
  ): Promise<VacancyAlumniConnectionType | null> {
    const portal = searchingPortal(caller);
    demand(portal !== null, caller, { or: ofPortal });
    if (vacancy.portalId !== portal || !isOpen(vacancy)) return null;
    const page = readPage(args, alumnusKey, MOST);
    const code = provinceFor(vacancy, region);
    const wanted = { vacancy: vacancy.id, province: code, first: page.first, after: page.after?.[0] ?? null };
    const { pseudonyms, hasMore, total, skills, asked } = await loaders.vacancyAlumni.load(wanted);
    const place = vacancy.isRemote ? 'REMOTE' : code === vacancy.regionCode?.slice(0, 2) ? 'PROVINCE' : 'ELSEWHERE';
    const reasons = alumnusReasonsOf({ matching: skills.length, asked, place }, language);
    const matchingSkills = skills.map((skill) => ({ code: skill }));
    const rows = pseudonyms.map((pseudonym) => ({ alumnus: { pseudonym, matchingSkills, region: { code } }, reasons }));
    const connection = toConnection(rows, page, ({ alumnus }) => [alumnus.pseudonym]);
    return { ...connection, pageInfo: { ...connection.pageInfo, hasNextPage: hasMore }, totalCount: total || null };
  }
}
