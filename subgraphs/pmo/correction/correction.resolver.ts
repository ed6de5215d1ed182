import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { cost } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { mayRead } from '../participant/person.service.ts';
import type { CorrectionService } from './correction.service.ts';
import { CorrectRegistrationInput, CorrectRegistrationPayload } from './correction.type.ts';

interface Slice extends RequestContext {
  corrections: CorrectionService;
  loaders: ParticipantLoaders;
}

const WRITE_COST = 20;

@Resolver()
export class CorrectionResolver {
  @Directive(cost(WRITE_COST))
  @Mutation(() => CorrectRegistrationPayload, {
    description:
      'Corrects what was stated at registration; the former values stay in `Participant.revisions`. For the person (`self`), and for officers with `participant:correct`. Another phone or e-mail address has to be confirmed: VERIFIED becomes REGISTERED until then; the sign-in account keeps its own. NIK, family card and birth date change only while the person is in no wave and was never awarded; a NIK that somebody else holds is answered like a free one, and joinWave finds it later. A registration in a wave keeps its region, and decisions made before keep their facts. Refusals: FORBIDDEN, PARTICIPANT_UNKNOWN, NOT_REGISTERED, PARTICIPANT_ERASED, VERSION_CHANGED, CORRECTION_EMPTY, REASON_MALFORMED, IDENTITY_IN_WAVE, IDENTITY_AWARDED, NIK_MISSING, TOO_MANY_ATTEMPTS (5 tries of a NIK and 3 NIKs for a person a day), IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, and for wrong values the codes of registerParticipant; the path names the field.',
  })
  async correctRegistration(
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Arg('input', () => CorrectRegistrationInput, { description: 'What is corrected, and why.' })
    input: CorrectRegistrationInput,
    @Ctx() { corrections, loaders, caller, language }: Slice,
  ): Promise<CorrectRegistrationPayload> {
    return orRefusal('participant', language, async () => {
      const id = await corrections.correct(caller, key, input);
      // What another mutation of the same request read is not what is held now.
      return mayRead(caller, id) ? loaders.participant.clear(id).load(id) : null;
    });
  }
}
