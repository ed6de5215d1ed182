import { Arg, Ctx, Directive, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { cost, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import { RefusalType } from '../../kit/refusal.type.ts';
import { RegisterParticipantInput } from './participant.input.ts';
import type { ParticipantLoaders } from './participant.loaders.ts';
import { ParticipantType } from './participant.type.ts';
import type { RegisterService } from './register.service.ts';

interface Slice extends RequestContext {
  registrations: RegisterService;
  loaders: ParticipantLoaders;
}

const WRITE_COST = 20;

@ObjectType('RegisterParticipantPayload', { description: 'The new participant, or why nobody was registered.' })
class RegisterParticipantPayload {
  @Directive(requiresScopes('self'))
  @Field(() => ParticipantType, { nullable: true, description: 'The participant, REGISTERED.' })
  participant?: ParticipantType | null;

  @Field(() => RefusalType, { nullable: true, description: 'Why nothing was done.' })
  refusal?: RefusalType;
}

@Resolver()
export class RegisterResolver {
  @Directive(cost(WRITE_COST))
  @Mutation(() => RegisterParticipantPayload, {
    description:
      'Makes the caller a participant: the id is that of the account. A NIK that somebody else holds is answered like a free one; joinWave finds it later. Text is kept in one form: invisible marks are left out, and kinds of spaces, quotes, dashes and digits are one. Takes the scope `self`. Refusals: FORBIDDEN, ALREADY_REGISTERED, TOO_MANY_ATTEMPTS, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, and for wrong values NIK_CHANGED_BY_SPREADSHEET, NIK_NOT_DIGITS, NIK_LENGTH, NIK_PROVINCE_UNKNOWN, NIK_REGION_UNKNOWN, NIK_SYNTHETIC, NIK_DATE_IMPOSSIBLE, NIK_SERIAL_ZERO, NIK_BIRTH_DATE_DISAGREES, BIRTH_DATE_IMPOSSIBLE, AGE_IMPOSSIBLE, KK_CHANGED_BY_SPREADSHEET, KK_MALFORMED, KK_IS_NIK, KK_REGION_UNKNOWN, KK_DATE_IMPOSSIBLE, KK_SERIAL_ZERO, PHONE_CHANGED_BY_SPREADSHEET, PHONE_MALFORMED, PHONE_FOREIGN, EMAIL_MALFORMED, NAME_EMPTY, NAME_TOO_LONG, NAME_MALFORMED, REGION_UNKNOWN, REGION_NOT_REGENCY, INTEREST_UNKNOWN, INTERESTS_TOO_MANY, INTEREST_REPEATED, ABILITY_SCORE_OUT_OF_RANGE, ABILITY_TIME_OUT_OF_RANGE, MOTIVATION_EMPTY, MOTIVATION_TOO_LONG, MOTIVATION_MALFORMED; the path names the field.',
  })
  async registerParticipant(
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Arg('input', () => RegisterParticipantInput, { description: 'What the person states.' })
    input: RegisterParticipantInput,
    @Ctx() { registrations, loaders, caller, language }: Slice,
  ): Promise<RegisterParticipantPayload> {
    return orRefusal('participant', language, async () => {
      const made = await registrations.register(caller, key, input);
      return made ?? loaders.participant.load(caller.id as string);
    });
  }
}
