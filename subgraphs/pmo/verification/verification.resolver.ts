import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { cost } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityLoaders } from '../identity/identity.loader.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import type { ParticipantType } from '../participant/participant.type.ts';
import { VerificationChannel } from './verification.channel.ts';
import type { VerificationService } from './verification.service.ts';
import { ConfirmVerificationCodePayload, RequestVerificationCodePayload } from './verification.type.ts';

interface Slice extends RequestContext {
  verifications: VerificationService;
  loaders: IdentityLoaders & ParticipantLoaders;
}

// A message costs money.
const SEND_COST = 100;
const TRY_COST = 10;

const fieldOf = { PHONE: 'phone', EMAIL: 'email' } as const;

@Resolver()
export class VerificationResolver {
  @Directive(cost(SEND_COST))
  @Mutation(() => RequestVerificationCodePayload, {
    description:
      "Sends a code of 6 digits to the caller's own phone or e-mail address, at most 5 a day each. It is valid for 10 minutes and replaces the one before. Takes the scope `self`. Refusals: FORBIDDEN, NOT_REGISTERED, ALREADY_CONFIRMED, CODE_LOCKED, TOO_MANY_CODES.",
  })
  async requestVerificationCode(
    @Arg('channel', () => VerificationChannel, { description: 'What shall be confirmed.' })
    channel: VerificationChannel,
    @Ctx() { em, verifications, loaders, caller, language }: Slice,
  ): Promise<RequestVerificationCodePayload> {
    return orRefusal('verificationCode', language, async () => {
      const { code, expiresAt } = await verifications.request(em(), { caller, channel });
      const read = { participantId: caller.id as string, purpose: AccessPurpose.SERVICE, field: fieldOf[channel] };
      const to = await loaders.identityField.load(read);
      if (to) verifications.send({ channel, to: to.reveal(), code, language });
      return { channel, expiresAt };
    });
  }

  @Directive(cost(TRY_COST))
  @Mutation(() => ConfirmVerificationCodePayload, {
    description:
      'Confirms the phone or e-mail address with the code that was sent. A code takes 5 tries; the last wrong one locks for 15 minutes. Takes the scope `self`. Refusals: FORBIDDEN, CODE_MALFORMED, NOT_REGISTERED, ALREADY_CONFIRMED, CODE_NOT_REQUESTED, CODE_EXPIRED, CODE_WRONG, CODE_LOCKED.',
  })
  async confirmVerificationCode(
    @Arg('channel', () => VerificationChannel, { description: 'What is confirmed.' }) channel: VerificationChannel,
    @Arg('code', () => String, { description: 'The 6 digits.' }) code: string,
    @Ctx() { em, verifications, loaders, caller, language }: Slice,
  ): Promise<ConfirmVerificationCodePayload> {
    return orRefusal('participant', language, async () => {
      const id = await verifications.confirm(em(), { caller, channel, code });
      return (await loaders.participant.load(id)) as ParticipantType;
    });
  }
}
