import { Arg, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { IDENTITY_COST, personalData, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import { AccessLogConnection, type AccessLogEntryType } from '../../kit/vault/access-log.type.ts';
import type { VaultLoaders } from '../../kit/vault/vault.feature.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import type { LinkService } from './link.service.ts';
import type { VerifyService } from './verify.service.ts';
import { partnerOf } from './wallet.loader.ts';
import type { WalletLoaders } from './wallet.loaders.ts';
import { linkWallet, verifyWallet } from './wallet.mutations.ts';
import { mayReadNumber, mustSayWhy } from './wallet.policy.ts';
import { LinkWalletInput, WalletType } from './wallet.type.ts';

interface Slice extends RequestContext {
  loaders: VaultLoaders & WalletLoaders;
}

interface ChangeSlice extends Slice {
  walletLinks: LinkService;
  walletChecks: VerifyService;
}

const readWallet = async ({ loaders }: Slice, id: string): Promise<WalletType | null> => {
  const wallet = await loaders.wallet.load(id);
  return wallet && ({ ...wallet, partner: partnerOf(wallet.partnerCode) } as WalletType);
};

@Resolver(() => ParticipantStub)
export class WalletResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @FieldResolver(() => WalletType, {
    nullable: true,
    description: 'Where this participant is paid; null until one is linked. Takes `self` or `ledger:read`.',
  })
  async wallet(@Root() { id }: ParticipantStub, @Ctx() context: Slice): Promise<WalletType | null> {
    return readWallet(context, id);
  }

  @Declared(linkWallet)
  async linkWallet(
    @Arg('input', () => LinkWalletInput, { description: 'The account.' }) input: LinkWalletInput,
    @IdempotencyKey() key: string,
    @Ctx() context: ChangeSlice,
  ): Promise<object> {
    const { em, walletLinks, caller, requestId, language } = context;
    return answer(linkWallet, language, async () =>
      readWallet(context, await walletLinks.link(em(), input, { caller, requestId, key })),
    );
  }

  @Declared(verifyWallet)
  async verifyWallet(@Ctx() context: ChangeSlice): Promise<object> {
    const { em, walletChecks, caller, requestId, language } = context;
    return answer(verifyWallet, language, async () => {
      const { participant, refusal } = await walletChecks.verify(em(), { caller, requestId });
      if (refusal) throw refusal;
      return readWallet(context, participant);
    });
  }
}

@Resolver(() => WalletType)
export class WalletNumberResolver {
  @Directive(IDENTITY_COST)
  @Directive(personalData('specific'))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The number of the account: for its owner, and with `identity:read`, each such read shown to its owner; for anyone else as in `maskedNumber`. Null with the error PURPOSE_REQUIRED when another person than the owner reads it without a purpose, and with IDENTITY_QUOTA_REACHED beyond the number of people whose number an officer may read on a day.',
  })
  async number(
    @Root() { participantId, maskedNumber }: WalletType,
    @Arg('purpose', () => AccessPurpose, {
      nullable: true,
      description: 'Why it is read; required with `identity:read`, and SERVICE for the owner.',
    })
    purpose: AccessPurpose | null | undefined,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<string> {
    if (!mayReadNumber(caller, participantId)) return maskedNumber;
    if (!purpose && mustSayWhy(caller, participantId)) {
      const text = {
        en: 'Say why you read it: `number(purpose: …)`.',
        id: 'Sebutkan alasan Anda membacanya: `number(purpose: …)`.',
      };
      throw inputError('PURPOSE_REQUIRED', text, 'purpose');
    }
    const number = await loaders.walletNumber.load({ participantId, purpose: purpose ?? AccessPurpose.SERVICE });
    return number?.reveal() ?? maskedNumber;
  }

  @Directive(requiresScopes('self'))
  @FieldResolver(() => AccessLogConnection, {
    nullable: true,
    description: 'Who read the number, newest first. For its owner alone: null with an error else.',
  })
  async accessLog(
    @Root() { participantId }: WalletType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<AccessLogEntryType>> {
    demandSelfOr(caller, participantId);
    const page = readPage(args, idKey);
    const entries = await loaders.accessLog.load({ parent: participantId, page });
    return toConnection(entries, page, (entry) => [entry.id]);
  }
}
