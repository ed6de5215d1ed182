import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityLoaders } from '../identity/identity.loader.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { VerificationChannel } from './verification.channel.ts';
import { confirmVerificationCode, requestVerificationCode } from './verification.mutations.ts';
import type { VerificationService } from './verification.service.ts';

interface Slice extends RequestContext {
  verifications: VerificationService;
  loaders: IdentityLoaders & ParticipantLoaders;
}

const fieldOf = { PHONE: 'phone', EMAIL: 'email' } as const;

@Resolver()
export class VerificationResolver {
  @Declared(requestVerificationCode)
  async requestVerificationCode(
    @Arg('channel', () => VerificationChannel, { description: 'What shall be confirmed.' })
    channel: VerificationChannel,
    @Ctx() { em, verifications, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(requestVerificationCode, language, async () => {
      const { code, expiresAt } = await verifications.request(em(), { caller, channel });
      const read = { participantId: caller.id as string, purpose: AccessPurpose.SERVICE, field: fieldOf[channel] };
      const to = await loaders.identityField.load(read);
      if (to) verifications.send({ channel, to: to.reveal(), code, language });
      return { channel, expiresAt };
    });
  }

  @Declared(confirmVerificationCode)
  async confirmVerificationCode(
    @Arg('channel', () => VerificationChannel, { description: 'What is confirmed.' }) channel: VerificationChannel,
    @Arg('code', () => String, { description: 'The 6 digits.' }) code: string,
    @Ctx() { em, verifications, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(confirmVerificationCode, language, async () =>
      loaders.participant.load(await verifications.confirm(em(), { caller, channel, code })),
    );
  }
}
