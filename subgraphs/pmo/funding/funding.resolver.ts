import type DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Kit, RequestContext } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { WaveType } from '../wave/wave.type.ts';
import { STANDING } from './funding.statement.ts';
import { WaveFundingStatus, WaveFundingType } from './funding.type.ts';

type FundingStanding = RowsOf<typeof STANDING>;

/** Loads how the money of waves stands: one statement a page. */
export const fundingLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  waveFunding: byKey<number, FundingStanding>(
    (waves) => database.rows(STANDING, [waves]),
    ({ wave }) => wave,
  ),
});

interface Slice extends RequestContext {
  loaders: { waveFunding: DataLoader<number, FundingStanding | null> };
}

@Resolver(() => WaveType)
export class WaveFundingResolver {
  @FieldResolver(() => WaveFundingType, {
    nullable: true,
    description: 'The money that is kept for the wave before its draw; null before it is asked for. Open to everyone.',
  })
  async funding(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<WaveFundingType | null> {
    const found = await loaders.waveFunding.load(number);
    return found && { ...found, status: WaveFundingStatus[found.outcome ?? 'PENDING'] };
  }
}
