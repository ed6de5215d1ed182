import { Arg, Ctx, Int, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { type EligibilityReasonType, reasonIn } from '../policy/reason.type.ts';
import type { JoinService } from './join.service.ts';
import { Ineligible } from './join.service.ts';
import { readRegistration } from './registration.loader.ts';
import { joinWave } from './registration.mutations.ts';

interface Slice extends RequestContext {
  joins: JoinService;
}

@Resolver()
export class JoinResolver {
  @Declared(joinWave)
  async joinWave(
    @Arg('number', () => Int, { description: "The wave's number." }) number: number,
    @IdempotencyKey() key: string,
    @Ctx() { database, joins, caller, language }: Slice,
  ): Promise<object> {
    const told: { reasons: EligibilityReasonType[] | null } = { reasons: null };
    const payload = await answer(joinWave, language, async () => {
      try {
        const made = await joins.join(caller, number, key);
        return made ?? (await readRegistration(database, caller.id as string, number));
      } catch (error) {
        if (error instanceof Ineligible) told.reasons = error.reasons.map(reasonIn(language));
        throw error;
      }
    });
    return { ...payload, ...told };
  }
}
