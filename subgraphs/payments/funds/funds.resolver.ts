import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { WaveFundsType, WaveStub } from './funds.type.ts';

const none: WaveFundsType = { committed: 0n, paid: 0n, returned: 0n };

@Resolver(() => WaveStub)
export class FundsResolver {
  @FieldResolver(() => WaveFundsType, {
    nullable: true,
    description: 'Public money of this wave; zero for waves that this ledger does not hold. Open to everyone.',
  })
  async funds(@Root() { number }: WaveStub, @Ctx() { loaders }: Context): Promise<WaveFundsType> {
    return (await loaders.waveFunds.load(number)) ?? none;
  }
}
