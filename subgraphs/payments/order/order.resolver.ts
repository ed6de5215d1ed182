import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { Rupiah } from '../../kit/scalars.ts';
import type { DisbursementLoaders } from '../disbursement/disbursement.loader.ts';
import type { OrderLoaders } from './order.loader.ts';
import { limitPayouts, pausePayouts, resolveSuspect, resumePayouts } from './order.mutations.ts';
import { PayoutLaneType, SuspectOutcome } from './order.type.ts';
import type { PartnerLanes } from './partner-lane.service.ts';
import type { SuspectService } from './suspect.service.ts';

interface Slice extends RequestContext {
  suspects: SuspectService;
  payoutLanes: PartnerLanes;
  loaders: OrderLoaders & DisbursementLoaders;
}

const Partner = () => Arg('partner', () => String, { description: "The payment partner's code." });

@Resolver()
export class OrderResolver {
  @Directive(requiresScopes('ledger:read'))
  @Query(() => PayoutLaneType, {
    nullable: true,
    description: 'How payouts go to a payment partner; null when nobody has bounded or paused them.',
  })
  async payoutLane(@Partner() partner: string, @Ctx() { caller, loaders }: Slice): Promise<PayoutLaneType | null> {
    demandScope(caller, 'ledger:read');
    return loaders.payoutLane.load(partner);
  }

  @Declared(resolveSuspect)
  async resolveSuspect(
    @Arg('disbursement', () => ID, { description: "The payout's id." }) disbursement: string,
    @Arg('outcome', () => SuspectOutcome, { description: 'What became of it.' }) outcome: SuspectOutcome,
    @Arg('evidence', () => String, { description: 'By what you know: 3 to 500 characters.' }) evidence: string,
    @Ctx() { em, suspects, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(resolveSuspect, language, async () =>
      loaders.disbursement.load(await suspects.resolve(em(), { disbursement, outcome, evidence }, { caller })),
    );
  }

  @Declared(pausePayouts)
  async pausePayouts(
    @Partner() partner: string,
    @Ctx() { em, payoutLanes, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(pausePayouts, language, async () =>
      loaders.payoutLane.load(await payoutLanes.pause(em(), partner, { caller })),
    );
  }

  @Declared(resumePayouts)
  async resumePayouts(
    @Partner() partner: string,
    @Ctx() { em, payoutLanes, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(resumePayouts, language, async () =>
      loaders.payoutLane.load(await payoutLanes.resume(em(), partner, { caller })),
    );
  }

  @Declared(limitPayouts)
  async limitPayouts(
    @Partner() partner: string,
    @Arg('perSecond', () => Int, { nullable: true, description: 'New orders a second, 1 to 100,000.' })
    perSecond: number | null,
    @Arg('dailyLimit', () => Rupiah, { nullable: true, description: 'Rupiah a day.' }) dailyLimit: bigint | null,
    @Ctx() { em, payoutLanes, loaders, caller, language }: Slice,
  ): Promise<object> {
    const limits = { partner, perSecond: perSecond ?? null, dailyLimit: dailyLimit ?? null };
    return answer(limitPayouts, language, async () =>
      loaders.payoutLane.load(await payoutLanes.bound(em(), limits, { caller })),
    );
  }
}
