import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf } from '../../kit/directives.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import type { Context } from '../context.ts';
import { RegionLevel, type RegionType } from '../region/region.type.ts';
import { listWaves } from './wave.loader.ts';
import { WaveStatus } from './wave.status.ts';
import { RegionFunnelType, WaveConnection, WaveFigureType, WaveFunnelType, WaveType } from './wave.type.ts';

const waveKey = z.tuple([z.int()]);

@Resolver(() => WaveType)
export class WaveResolver {
  @Query(() => WaveType, { nullable: true, description: 'One wave; null when there is none with this number.' })
  async wave(
    @Arg('number', () => Int, { description: "The wave's number." }) number: number,
    @Ctx() { loaders }: Context,
  ): Promise<WaveType | null> {
    return loaders.wave.load(number);
  }

  @Query(() => WaveConnection, { description: 'Waves, newest first.' })
  async waves(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => WaveStatus, { nullable: true, description: 'Only waves in this state.' })
    status: WaveStatus | null,
    @Ctx() { database }: Context,
  ): Promise<Connection<WaveType>> {
    const page = readPage(args, waveKey);
    const rows = await listWaves(database, page, status ?? null);
    return toConnection(rows, page, ({ number }) => [number]);
  }

  @Directive(listOf(10))
  @FieldResolver(() => [WaveFigureType], {
    description: 'Published figures with their sources; empty for a synthetic wave.',
  })
  async figures(@Root() { number }: WaveType, @Ctx() { loaders }: Context): Promise<WaveFigureType[]> {
    return loaders.waveFigures.load(number);
  }

  @Directive(cost(5))
  @FieldResolver(() => WaveFunnelType, {
    description: 'Registrations held in this graph; zero for waves known from publications only.',
  })
  async funnel(@Root() { number }: WaveType, @Ctx() { loaders }: Context): Promise<WaveFunnelType> {
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
    @Ctx() { loaders }: Context,
  ): Promise<RegionFunnelType[]> {
    const rows = await loaders.regionFunnel(level, number);
    const regions = await loaders.region.loadMany(rows.map(({ regionCode }) => regionCode));
    return rows.map((row, index) => ({ ...row, region: regions[index] as RegionType }));
  }
}
