import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { RegisterParticipantInput } from './participant.input.ts';
import type { ParticipantLoaders } from './participant.loaders.ts';
import { registerParticipant } from './participant.mutations.ts';
import type { RegisterService } from './register.service.ts';

interface Slice extends RequestContext {
  participants: RegisterService;
  loaders: ParticipantLoaders;
}

@Resolver()
export class RegisterResolver {
  @Declared(registerParticipant)
  async registerParticipant(
    @IdempotencyKey() key: string,
    @Arg('input', () => RegisterParticipantInput, { description: 'What the person states.' })
    input: RegisterParticipantInput,
    @Ctx() { participants, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(registerParticipant, language, async () => {
      const made = await participants.register(caller, key, input);
      return made ?? loaders.participant.load(caller.id as string);
    });
  }
}
