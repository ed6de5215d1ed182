import { Arg, Ctx, Resolver } from 'type-graphql';
import { isSelfOr } from '../../kit/access.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { correctRegistration } from './correction.mutations.ts';
import type { CorrectionService } from './correction.service.ts';
import { CorrectRegistrationInput } from './correction.type.ts';

interface Slice extends RequestContext {
  corrections: CorrectionService;
  loaders: ParticipantLoaders;
}

@Resolver()
export class CorrectionResolver {
  @Declared(correctRegistration)
  async correctRegistration(
    @IdempotencyKey() key: string,
    @Arg('input', () => CorrectRegistrationInput, { description: 'What is corrected, and why.' })
    input: CorrectRegistrationInput,
    @Ctx() { corrections, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(correctRegistration, language, async () => {
      const id = await corrections.correct(caller, key, input);
      // What another mutation of the same request read is not what is held now.
      return isSelfOr(caller, id, 'participant:read') ? loaders.participant.clear(id).load(id) : null;
    });
  }
}
