import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { readPage } from '../../kit/page.ts';
import { readRegionCode } from '../region/region.service.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { alumnusKey, listAlumni } from './alumnus.loader.ts';
import { searchingPortal } from './alumnus.policy.ts';
import { AlumnusConnection, AlumnusType } from './alumnus.type.ts';
import type { Pseudonyms } from './pseudonyms.ts';

interface Slice extends RequestContext {
  pseudonyms: Pseudonyms;
  now: () => Date;
}

const MOST = 50;
const SKILLS = 20;

@ArgsType()
class AlumniArgs {
  @Field(() => Int, { description: `How many to return: 1 to ${MOST}.` })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Continue behind this cursor, taken from `pageInfo.endCursor`.' })
  after?: string | null;
}

const texts = {
  outOfRange: { en: `\`skills\` takes 1 to ${SKILLS} codes.`, id: `\`skills\` menerima 1 sampai ${SKILLS} kode.` },
  malformed: {
    en: '`skills` takes codes of skills, such as data-analysis.',
    id: '`skills` menerima kode keterampilan, misalnya data-analysis.',
  },
  portalScope: {
    en: 'the scope `alumni:search`, of a job portal',
    id: 'cakupan `alumni:search`, milik portal kerja',
  },
};

const readSkills = (codes: readonly string[]): string[] => {
  const skills = [...new Set(codes)];
  if (skills.length < 1 || skills.length > SKILLS) {
    throw inputError('SKILLS_OUT_OF_RANGE', texts.outOfRange, 'skills');
  }
  if (!skills.every((code) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) && code.length <= 100)) {
    throw inputError('SKILL_CODE_MALFORMED', texts.malformed, 'skills');
  }
  return skills;
};

@Resolver(() => AlumnusType)
export class AlumnusResolver {
  @Directive(requiresScopes('alumni:search'))
  @Directive(cost(20))
  @Query(() => AlumnusConnection, {
    description:
      'Alumni with at least one of the skills who let your portal, or all portals, find them (purpose JOB_MATCHING): those with most of the skills first, then in an order of your portal alone. Takes a token of a job portal with `alumni:search`. Codes of errors: SKILLS_OUT_OF_RANGE, SKILL_CODE_MALFORMED, REGION_CODE_MALFORMED, PAGE_SIZE_OUT_OF_RANGE, CURSOR_MALFORMED.',
  })
  async alumniBySkill(
    @Arg('skills', () => [ID], {
      description: 'Codes of 1 to 20 skills; one that does not exist is one that nobody has.',
    })
    codes: string[],
    @Arg('region', () => ID, {
      nullable: true,
      description: 'Only people who lived in this regency or city, or in this province, when they consented.',
    })
    region: string | null | undefined,
    @Args(() => AlumniArgs) args: AlumniArgs,
    @Ctx() { caller, database, pseudonyms, now }: Slice,
  ): Promise<Connection<AlumnusType>> {
    const portal = searchingPortal(caller);
    demand(portal !== null, caller, { or: texts.portalScope });
    const page = readPage(args, alumnusKey, MOST);
    const skills = readSkills(codes);
    const wanted = { portal, pads: pseudonyms.padsOf(portal), skills, now: now() };
    const within = typeof region === 'string' ? readRegionCode(region) : null;
    const rows = await listAlumni(database, page, { ...wanted, region: within });
    return toConnection(rows, page, ({ matchingCodes, pseudonym }) => [matchingCodes.length, pseudonym]);
  }

  @FieldResolver(() => [SkillType], {
    nullable: true,
    description: 'Those of the skills that you asked for which certificates prove, in order of code.',
  })
  matchingSkills(@Root() { matchingCodes }: AlumnusType): SkillType[] {
    return matchingCodes.map((code) => ({ code }));
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: 'Regency or city where the person lived when they consented.',
  })
  region(@Root() { regionCode }: AlumnusType): RegionType {
    return { code: regionCode };
  }
}
