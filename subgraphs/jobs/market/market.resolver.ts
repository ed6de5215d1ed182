import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { readRegionCode } from '../region/region.service.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { PAGE } from './market.statement.ts';
import { LabourMarketConnection, LabourMarketFigureType } from './market.type.ts';

/** The gap, then the skill: both fall from page to page. */
const key = z.tuple([z.int32(), z.string().max(100)]);
const ABOVE_ALL = 2_147_483_647;

@Resolver(() => LabourMarketFigureType)
export class LabourMarketResolver {
  @Directive(cost(5))
  @Query(() => LabourMarketConnection, {
    description:
      'Demand and supply by skill in a region, the widest gap first, for everyone: counted once a week; no figure says anything about fewer than ten people. Codes of errors: REGION_CODE_MALFORMED, PAGE_SIZE_OUT_OF_RANGE, CURSOR_MALFORMED.',
  })
  async labourMarket(
    @Arg('region', () => ID, {
      nullable: true,
      description: 'A regency or city, or a province; the whole country when it is left out.',
    })
    region: string | null | undefined,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { database }: RequestContext,
  ): Promise<Connection<LabourMarketFigureType>> {
    const page = readPage(args, key);
    const code = typeof region === 'string' ? readRegionCode(region) : '';
    const [gap, skill] = page.after ?? [ABOVE_ALL, ''];
    const rows = await database.rows(PAGE, [code, gap, skill, page.first + 1]);
    return toConnection(rows, page, (row) => [row.gap, row.skillCode]);
  }

  @FieldResolver(() => SkillType, { nullable: true, description: 'The skill.' })
  skill(@Root() { skillCode }: LabourMarketFigureType): SkillType {
    return { code: skillCode };
  }

  @FieldResolver(() => RegionType, { nullable: true, description: 'The region; null for the whole country.' })
  region(@Root() { regionCode }: LabourMarketFigureType): RegionType | null {
    return regionCode === '' ? null : { code: regionCode };
  }
}
