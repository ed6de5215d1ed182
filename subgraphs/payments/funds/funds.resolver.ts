import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import type { FundsLoaders } from './funds.loader.ts';
import { WaveFundsType, WaveStub } from './funds.type.ts';

interface Slice extends RequestContext {
  loaders: FundsLoaders;
}

const none: WaveFundsType = { committed: 0n, paid: 0n, returned: 0n };

@Resolver(() => WaveStub)
export class FundsResolver {
  @FieldResolver(() => WaveFundsType, {
    nullable: true,
    description: 'Public money of this wave; zero for waves that this ledger does not hold. Open to everyone.',
  })
  async funds(@Root() { number }: WaveStub, @Ctx() { loaders }: Slice): Promise<WaveFundsType> {
    return (await loaders.waveFunds.load(number)) ?? none;
  }
}
