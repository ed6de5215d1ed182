import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { approveCarryOver, proposeCarryOver } from './carry-over.mutations.ts';
import type { CarryOverService } from './carry-over.service.ts';
import { CarryOverType } from './carry-over.type.ts';

interface Slice extends RequestContext {
  carryOvers: CarryOverService;
}

/** Puts a stub in the place of the wave's number. */
const withWave = <Row extends { waveNumber: number }>(row: Row) => ({ ...row, wave: { number: row.waveNumber } });

@Resolver(() => CarryOverType)
export class CarryOverResolver {
  @Declared(proposeCarryOver)
  async proposeCarryOver(
    @Arg('wave', () => Int, { description: "The wave's number." }) wave: number,
    @Arg('reason', () => String, { description: 'For the auditors: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, carryOvers, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(proposeCarryOver, language, async () =>
      withWave(await carryOvers.propose(em(), { caller, requestId, wave, reason })),
    );
  }

  @Declared(approveCarryOver)
  async approveCarryOver(
    @Arg('id', () => ID, { description: "The carry-over's id." }) id: string,
    @Ctx() { em, carryOvers, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(approveCarryOver, language, async () =>
      withWave(await carryOvers.approve(em(), { caller, requestId, id })),
    );
  }
}
