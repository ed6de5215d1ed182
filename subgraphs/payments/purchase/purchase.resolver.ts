import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, isSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import type { AuthorizeService } from './authorize.service.ts';
import type { PurchaseCodeService } from './code.service.ts';
import type { PurchaseLoaders } from './purchase.loader.ts';
import { authorizePurchase, requestPurchaseCode, voidPurchase } from './purchase.mutations.ts';
import { PurchaseConnection, PurchaseType } from './purchase.type.ts';
import type { VoidService } from './void.service.ts';

interface Slice extends RequestContext {
  purchases: AuthorizeService;
  voids: VoidService;
  purchaseCodes: PurchaseCodeService;
  loaders: PurchaseLoaders;
}

/**
 * The purchase, when the caller may see it. Another's is answered as an unknown id is: a stranger learns nothing by
 * trying.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN to who may see nobody's money
 */
export const readPurchase = async (
  { id }: { id: string },
  { caller, loaders }: Slice,
): Promise<PurchaseType | null> => {
  const mayReadSome = caller.can('ledger:read') || (caller.can('self') && caller.id !== null);
  demand(mayReadSome, caller, { scopes: ['self', 'ledger:read'] });
  const found = await loaders.purchase.load(id);
  return found && isSelfOr(caller, found.participant.id, 'ledger:read') ? found : null;
};

@Resolver(() => PurchaseType)
export class PurchaseResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @Query(() => PurchaseType, {
    nullable: true,
    description: 'One purchase: your own, or any with `ledger:read`. Null when there is none that you may see.',
  })
  async purchase(
    @Arg('id', () => ID, { description: "The purchase's id, which is the enrolment's." }) id: string,
    @Ctx() context: Slice,
  ): Promise<PurchaseType | null> {
    return readPurchase({ id }, context);
  }

  @Declared(requestPurchaseCode)
  async requestPurchaseCode(
    @Arg('token', () => String, { description: 'The purchase token of the reserved seat.' }) token: string,
    @Ctx() { em, purchaseCodes, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(requestPurchaseCode, language, async () => ({
      expiresAt: await purchaseCodes.request(em(), token, { caller, requestId, language }),
    }));
  }

  @Declared(authorizePurchase)
  async authorizePurchase(
    @Arg('token', () => String, { description: 'The purchase token of the reserved seat.' }) token: string,
    @Arg('code', () => String, { description: 'The 6 digits that the person was sent.' }) code: string,
    @Arg('invoice', () => String, {
      description: "The platform's own number of the sale, 1 to 64 characters: used once.",
    })
    invoice: string,
    @Ctx() { purchases, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(authorizePurchase, language, async () => {
      const authorized = await purchases.authorize({ token, code, invoice }, { caller, requestId });
      // No read follows a new purchase; of a repeated call it is shown as it is now.
      return authorized.isNew ? authorized.purchase : loaders.purchase.load(authorized.id);
    });
  }

  @Declared(voidPurchase)
  async voidPurchase(
    @Arg('id', () => ID, { description: "The purchase's id, which is the enrolment's." }) id: string,
    @Arg('reason', () => String, { description: 'Why: 5 to 500 characters.' }) reason: string,
    @Ctx() { em, voids, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(voidPurchase, language, async () =>
      loaders.purchase.load(await voids.askVoid(em(), { id, reason }, { caller, requestId })),
    );
  }
}

@Resolver(() => ParticipantStub)
export class ParticipantPurchasesResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @FieldResolver(() => PurchaseConnection, {
    nullable: true,
    description: 'What this participant has bought, newest first. Takes `self` or `ledger:read`.',
  })
  async purchases(
    @Root() { id }: ParticipantStub,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<PurchaseType>> {
    const page = readPage(args, idKey);
    const rows = await loaders.purchases.load({ parent: id, page });
    return toConnection(rows, page, (row) => [row.id]);
  }
}
