import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import type { RegionLoaders } from '../region/region.loader.ts';
import { RegionLevel, type RegionType } from '../region/region.type.ts';
import { RegionFunnelType, WaveFunnelType } from './funnel.type.ts';
import { listWaves } from './wave.loader.ts';
import type { WaveLoaders } from './wave.loaders.ts';
import { WaveStatus } from './wave.status.ts';
import { WaveConnection, WaveFigureType, WaveType } from './wave.type.ts';

interface Slice extends RequestContext {
  loaders: RegionLoaders & WaveLoaders;
}

const waveKey = z.tuple([z.int()]);

@Resolver(() => WaveType)
export class WaveResolver {
  @Query(() => WaveType, { nullable: true, description: 'One wave; null when there is none with this number.' })
  async wave(
    @Arg('number', () => Int, { description: "The wave's number." }) number: number,
    @Ctx() { loaders }: Slice,
  ): Promise<WaveType | null> {
    return loaders.wave.load(number);
  }

  @Query(() => WaveConnection, { description: 'Waves, newest first.' })
  async waves(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => WaveStatus, { nullable: true, description: 'Only waves in this state.' })
    status: WaveStatus | null,
    @Ctx() { database }: Slice,
  ): Promise<Connection<WaveType>> {
    const page = readPage(args, waveKey);
    const rows = await listWaves(database, page, status ?? null);
    return toConnection(rows, page, ({ number }) => [number]);
  }

  @Directive(listOf(10))
  @FieldResolver(() => [WaveFigureType], {
    description: 'Published figures with their sources; empty for a synthetic wave.',
  })
  async figures(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<WaveFigureType[]> {
    return loaders.waveFigures.load(number);
  }

  @Directive(cost(5))
  @FieldResolver(() => WaveFunnelType, {
    description: 'Registrations held in this graph; zero for waves known from publications only.',
  })
  async funnel(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<WaveFunnelType> {
    return loaders.waveFunnel.load(number);
  }

  @Directive(listOf(40))
  @FieldResolver(() => [RegionFunnelType], {
    description: 'The funnel by region; regions without an applicant are left out.',
  })
  async funnelByRegion(
    @Root() { number }: WaveType,
    @Arg('level', () => RegionLevel, {
      defaultValue: RegionLevel.PROVINCE,
      description: 'By province, or by regency and city.',
    })
    level: RegionLevel,
    @Ctx() { loaders }: Slice,
  ): Promise<RegionFunnelType[]> {
    const rows = await loaders.regionFunnel(level, number);
    const regions = await loaders.region.loadMany(rows.map(({ regionCode }) => regionCode));
    return rows.map((row, index) => ({ ...row, region: regions[index] as RegionType }));
  }
}

export const findWave = ({ number }: { number: number }, { loaders }: Slice) => loaders.wave.load(number);
