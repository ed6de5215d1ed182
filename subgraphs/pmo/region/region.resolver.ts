import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { normaliseRegionCode } from './place-code.ts';
import type { RegionLoaders } from './region.loader.ts';
import { listRegions } from './region.loader.ts';
import { RegionLevel, RegionType } from './region.type.ts';

interface Slice extends RequestContext {
  loaders: RegionLoaders;
}

const unknownRegion = (code: string, argument: string) =>
  inputError(
    'REGION_UNKNOWN',
    {
      en: `No region has the code "${code.slice(0, 20)}"; \`regions\` lists them.`,
      id: `Tidak ada wilayah dengan kode "${code.slice(0, 20)}"; daftarnya ada di \`regions\`.`,
    },
    argument,
  );

@Resolver(() => RegionType)
export class RegionResolver {
  @Query(() => RegionType, { nullable: true, description: 'One region. An unknown code is an error: REGION_UNKNOWN.' })
  async region(
    @Arg('code', () => ID, { description: 'Kemendagri code, with or without its dot.' }) code: string,
    @Ctx() { loaders }: Slice,
  ): Promise<RegionType> {
    const region = await loaders.region.load(normaliseRegionCode(code));
    if (!region) throw unknownRegion(code, 'code');
    return region;
  }

  @Directive(listOf(100))
  @Query(() => [RegionType], {
    description:
      'The 38 provinces and 514 regencies and cities, in order of code. Contains information from idn-area-data, which is made available under the Open Database License (ODbL); publish it with this notice.',
  })
  async regions(
    @Arg('level', () => RegionLevel, { nullable: true, description: 'Only this level.' }) level: RegionLevel | null,
    @Arg('parent', () => ID, { nullable: true, description: 'Only regencies of this province.' }) parent: string | null,
    @Ctx() { loaders, database }: Slice,
  ): Promise<RegionType[]> {
    const code = parent ? normaliseRegionCode(parent) : null;
    if (parent && code && !(await loaders.region.load(code))) throw unknownRegion(parent, 'parent');
    return listRegions(database, level ?? null, code);
  }

  @FieldResolver(() => RegionType, { nullable: true, description: 'The province of a regency or city.' })
  async parent(@Root() { parentCode }: RegionType, @Ctx() { loaders }: Slice): Promise<RegionType | null> {
    return parentCode ? loaders.region.load(parentCode) : null;
  }
}

export const findRegion = ({ code }: { code: string }, { loaders }: Slice) => loaders.region.load(code);
