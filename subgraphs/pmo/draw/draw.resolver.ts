import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { cost, listOf } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { typedLine } from '../../kit/typed-text.ts';
import type { RegionLoaders } from '../region/region.loader.ts';
import type { RegionType } from '../region/region.type.ts';
import { WaveType } from '../wave/wave.type.ts';
import { isInTranches } from './checkpoint.ts';
import type { DrawLoaders } from './draw.loader.ts';
import { chunkOfEntry } from './draw.loader.ts';
import { DrawProofType, DrawRegionTrancheType, DrawRegionType, DrawType } from './draw.type.ts';
import { proveInclusion, rankOf } from './proof.service.ts';
import { DrawTimeStampType } from './stamp/stamp.type.ts';
import { DrawWitnessesType } from './witness/witness.type.ts';

interface Slice extends RequestContext {
  loaders: DrawLoaders & RegionLoaders;
}

const texts = {
  unknownEntry: {
    en: 'The frozen list of this wave has no such entry.',
    id: 'Tidak ada entri ini dalam daftar beku gelombang ini.',
  },
  notFrozen: { en: 'The entries of this wave are not frozen.', id: 'Entri gelombang ini belum dibekukan.' },
};

const unknownEntry = () => inputError('ENTRY_UNKNOWN', texts.unknownEntry, 'entry');

@Resolver(() => WaveType)
export class WaveDrawResolver {
  @FieldResolver(() => DrawType, { nullable: true, description: 'Its draw; null before the entries are frozen.' })
  async draw(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<DrawType | null> {
    return loaders.draw.load(number);
  }
}

@Resolver(() => DrawRegionType)
export class DrawRegionResolver {
  @Directive(listOf(12))
  @FieldResolver(() => [DrawRegionTrancheType], {
    description:
      'Its places by tranche: in the order of their ranks the winners fill the first one, then the next. Empty in a wave of one period.',
  })
  async tranches(
    @Root() { waveNumber, code }: DrawRegionType,
    @Ctx() { loaders }: Slice,
  ): Promise<DrawRegionTrancheType[]> {
    return (await loaders.drawTranches.load(waveNumber)).get(code) ?? [];
  }
}

@Resolver(() => DrawType)
export class DrawResolver {
  @Directive(listOf(514))
  @FieldResolver(() => [DrawRegionType], { description: 'Quotas by region, in the order of their codes.' })
  async regions(@Root() { waveNumber }: DrawType, @Ctx() { loaders }: Slice): Promise<DrawRegionType[]> {
    const rows = await loaders.drawRegions.load(waveNumber);
    const regions = await loaders.region.loadMany(rows.map(({ code }) => code));
    return rows.map((row, index) => ({ ...row, region: regions[index] as RegionType }));
  }

  @FieldResolver(() => DrawWitnessesType, {
    nullable: true,
    description: 'Who witnesses it, with the cosignatures of its checkpoint; null where nobody does.',
  })
  witnesses(@Root() { waveNumber }: DrawType, @Ctx() { loaders }: Slice): Promise<DrawWitnessesType | null> {
    return loaders.drawWitnesses.load(waveNumber);
  }

  @Directive(listOf(5))
  @FieldResolver(() => [DrawTimeStampType], {
    description:
      'Time stamps of its checkpoint by authorities that keep time, from before the close of signing: evidence beside the cosignatures. Empty where none are asked, or none answered in time, which changes nothing.',
  })
  timeStamps(@Root() { waveNumber }: DrawType, @Ctx() { loaders }: Slice): Promise<DrawTimeStampType[]> {
    return loaders.drawTimeStamps.load(waveNumber);
  }

  @Directive(cost(50))
  @Query(() => DrawProofType, {
    description:
      'Proves to anyone that an entry took part in the draw of a wave, and shows its rank. Error codes: WAVE_NOT_FROZEN (no draw yet, or no such wave), ENTRY_UNKNOWN.',
  })
  async drawProof(
    @Arg('wave', () => Int, { description: "The wave's number." }) wave: number,
    @Arg('entry', () => ID, { description: 'Id of the entry; participants find their own in their registrations.' })
    entry: string,
    @Ctx() { loaders, database }: Slice,
  ): Promise<DrawProofType> {
    const draw = await loaders.draw.load(wave);
    if (!draw) throw inputError('WAVE_NOT_FROZEN', texts.notFrozen, 'wave');
    const id = entry.length > 100 ? entry : typedLine(entry).toLowerCase();
    if (!isUuid(id)) throw unknownEntry();
    const [chunk, regions] = await Promise.all([chunkOfEntry(database, wave, id), loaders.drawRegions.load(wave)]);
    const codes = regions.map(({ code }) => code);
    const found = chunk && proveInclusion(chunk, codes, id);
    const row = found && regions[found.regionNo];
    if (!row) throw unknownEntry();
    const rank = draw.seed && rankOf(draw.seed, id);
    const tranches = isInTranches(draw.checkpoint) ? (await loaders.drawTranches.load(wave)).get(row.code) : [];
    const isWithin = ({ threshold }: { threshold: string | null }) => rank && threshold !== null && rank <= threshold;
    return {
      entry: id,
      index: found.index,
      region: { ...row, region: (await loaders.region.load(row.code)) as RegionType },
      leaf: found.leaf.toString('hex'),
      path: found.path.map(({ hash, isLeft }) => ({ hash: hash.toString('hex'), isLeft })),
      rank,
      isSelected: rank && row.threshold !== null && rank <= row.threshold,
      tranche: tranches?.find(isWithin)?.number ?? null,
      draw,
    } as DrawProofType;
  }
}
