import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import type { Context } from '../context.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import { partnerOf } from './wallet.loader.ts';
import { WalletType } from './wallet.type.ts';

@Resolver(() => ParticipantStub)
export class WalletResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @FieldResolver(() => WalletType, {
    nullable: true,
    description: 'Where this participant is paid; null until one is linked. Takes `self` or `ledger:read`.',
  })
  async wallet(@Root() { id }: ParticipantStub, @Ctx() { loaders }: Context): Promise<WalletType | null> {
    const wallet = await loaders.wallet.load(id);
    return wallet && ({ ...wallet, partner: partnerOf(wallet.partnerCode) } as WalletType);
  }
}
