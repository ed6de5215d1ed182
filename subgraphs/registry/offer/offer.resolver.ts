import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { GrantLoaders } from '../grant/grant.loader.ts';
import { GrantTermsType, termsShown } from '../grant/grant-terms.type.ts';
import { mayList } from '../grant/index.ts';
import { listOffers, type OfferLoaders } from './offer.loader.ts';
import { acceptTerms, approveOffer, offerTerms, withdrawOffer } from './offer.mutations.ts';
import type { OfferService } from './offer.service.ts';
import { OfferStatus } from './offer.status.ts';
import { OfferConnection, OfferTermsInput, OfferType } from './offer.type.ts';

interface Slice extends RequestContext {
  offers: OfferService;
  loaders: OfferLoaders & GrantLoaders;
}

const readers = ['subgraph:publish', 'subgraph:approve', 'grant:decide'];

@Resolver(() => OfferType)
export class OfferResolver {
  @FieldResolver(() => GrantTermsType, {
    nullable: true,
    description: 'On what terms personal data is sent, answered or taken; null where none is.',
  })
  terms(@Root() offer: OfferType): GrantTermsType | null {
    return termsShown(offer);
  }

  @Directive(requiresScopes(...readers))
  @Query(() => OfferConnection, {
    description:
      'Offers of owners, newest first: those that your organisation made, and those that it may accept; all with `subgraph:approve`.',
  })
  async grantOffers(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('owner', () => ID, { nullable: true, description: 'Only those of this owner.' })
    owner: string | null | undefined,
    @Arg('element', () => String, { nullable: true, description: 'Only those about this.' })
    element: string | null | undefined,
    @Arg('status', () => OfferStatus, { nullable: true, description: 'Only those in this state.' })
    status: OfferStatus | null | undefined,
    @Ctx() { caller, offers, database }: Slice,
  ): Promise<Connection<OfferType>> {
    demandScope(caller, ...readers);
    const page = readPage(args, idKey);
    if (!mayList(caller)) return toConnection([], page, ({ id }: OfferType) => [id]);
    const filter = { owner: owner ?? null, element: element ?? null, status: status ?? null };
    const reader = await offers.readerFor(caller);
    return toConnection(await listOffers(database, page, { filter, reader }), page, ({ id }) => [id]);
  }

  @Declared(offerTerms)
  async offerTerms(
    @Arg('input', () => OfferTermsInput, { description: 'What is offered.' }) input: OfferTermsInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, offers, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(offerTerms, language, async () =>
      loaders.offer.load(await offers.offer(em(), input, { caller, key })),
    );
  }

  @Declared(approveOffer)
  async approveOffer(
    @Arg('id', () => ID, { description: "The offer's id." }) id: string,
    @Ctx() { em, offers, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(approveOffer, language, async () => loaders.offer.load(await offers.approve(em(), id, caller)));
  }

  @Declared(withdrawOffer)
  async withdrawOffer(
    @Arg('id', () => ID, { description: "The offer's id." }) id: string,
    @Arg('reason', () => String, { description: 'For those whom it was for to read: 3 to 500 characters.' })
    reason: string,
    @Ctx() { em, offers, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(withdrawOffer, language, async () =>
      loaders.offer.load(await offers.withdraw(em(), id, { caller, reason })),
    );
  }

  @Declared(acceptTerms)
  async acceptTerms(
    @Arg('offer', () => ID, { description: "The offer's id." }) id: string,
    @Arg('grantee', () => ID, {
      nullable: true,
      description: 'The name under which you publish; your organisation unless said.',
    })
    grantee: string | null | undefined,
    @Ctx() { em, offers, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(acceptTerms, language, async () =>
      loaders.grant.load(await offers.accept(em(), id, { caller, as: grantee ?? null })),
    );
  }
}
