import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, isSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import { PaymentPartnerType } from '../wallet/partner.type.ts';
import { partnerOf } from '../wallet/wallet.loader.ts';
import type { DisbursementLoaders } from './disbursement.loader.ts';
import { mayReadSome } from './disbursement.policy.ts';
import { DisbursementConnection, DisbursementType } from './disbursement.type.ts';

interface Slice extends RequestContext {
  loaders: DisbursementLoaders;
}

/**
 * The payout, when the caller may see it. Another's is answered as an unknown id is: a stranger learns nothing by trying.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN to who may see nobody's money
 */
export const readDisbursement = async (
  { id }: { id: string },
  { caller, loaders }: Slice,
): Promise<DisbursementType | null> => {
  demand(mayReadSome(caller), caller, { scopes: ['self', 'ledger:read'] });
  const found = await loaders.disbursement.load(id);
  return found && isSelfOr(caller, found.participant.id, 'ledger:read') ? found : null;
};

@Resolver(() => DisbursementType)
export class DisbursementResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @Query(() => DisbursementType, {
    nullable: true,
    description: 'One payout: your own, or any with `ledger:read`. Null when there is none that you may see.',
  })
  async disbursement(
    @Arg('id', () => ID, { description: "The disbursement's id." }) id: string,
    @Ctx() context: Slice,
  ): Promise<DisbursementType | null> {
    return readDisbursement({ id }, context);
  }

  @FieldResolver(() => PaymentPartnerType, { nullable: true, description: 'Who pays; null until that is decided.' })
  partner(@Root() { partnerCode }: DisbursementType): PaymentPartnerType | null {
    return partnerCode === null ? null : (partnerOf(partnerCode) as PaymentPartnerType);
  }
}

@Resolver(() => ParticipantStub)
export class ParticipantDisbursementsResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @Directive(personalData('specific'))
  @FieldResolver(() => DisbursementConnection, {
    nullable: true,
    description: 'What this participant was, is or will be paid, newest first. Takes `self` or `ledger:read`.',
  })
  async disbursements(
    @Root() { id }: ParticipantStub,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<DisbursementType>> {
    const page = readPage(args, idKey);
    const rows = await loaders.disbursements.load({ parent: id, page });
    return toConnection(rows, page, (row) => [row.id]);
  }
}
