import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { readSchedule, type ScheduleLoaders } from '../schedule/schedule.loader.ts';
import { ScheduleType } from '../schedule/schedule.type.ts';
import type { EndService } from './end.service.ts';
import type { EnrollmentLoaders } from './enrollment.loaders.ts';
import { EnrollmentStatus } from './enrollment.status.ts';
import { EnrollmentType } from './enrollment.type.ts';
import type { PurchaseClaims, PurchaseTokens } from './purchase-token.ts';
import type { ReserveService } from './reserve.service.ts';
import { readPurchase } from './sale.loader.ts';
import { cancelClass, cancelReservation, issueVoucher, redeem, reserveSeat } from './sale.mutations.ts';
import type { PurchaseTokenType } from './sale.type.ts';
import type { VoucherService } from './voucher.service.ts';

interface Slice extends RequestContext {
  reservations: ReserveService;
  ends: EndService;
  vouchers: VoucherService;
  purchaseTokens: PurchaseTokens;
  loaders: EnrollmentLoaders & ScheduleLoaders;
}

/** The enrolment of a reservation that was made just now, as reading it would answer: nothing else is known of it. */
const reservedNow = (purchase: PurchaseClaims): EnrollmentType => ({
  id: purchase.enrollment,
  participantId: purchase.participant,
  courseId: purchase.course,
  scheduleId: purchase.schedule,
  status: EnrollmentStatus.RESERVED,
  price: purchase.price,
  reservedAt: purchase.issuedAt,
  holdUntil: purchase.expiresAt,
  paidAt: null,
  completedAt: null,
  redeemedAt: null,
  releasedAt: null,
  releaseReason: null,
});

@Resolver(() => EnrollmentType)
export class SaleResolver {
  @FieldResolver(() => ScheduleType, { nullable: true, description: 'The class; null in one’s own time.' })
  async schedule(@Root() { scheduleId }: EnrollmentType, @Ctx() { loaders }: Slice): Promise<ScheduleType | null> {
    return scheduleId === null ? null : loaders.schedule.load(scheduleId);
  }

  @Declared(reserveSeat)
  async reserveSeat(
    @Arg('course', () => ID, { description: 'The course.' }) course: string,
    @Arg('schedule', () => ID, {
      nullable: true,
      description: 'The class; left out for an online course that is learned in one’s own time.',
    })
    schedule: string | null | undefined,
    @IdempotencyKey() key: string,
    @Ctx() { database, reservations, purchaseTokens, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    const more: { purchaseToken: PurchaseTokenType | null } = { purchaseToken: null };
    const payload = await answer(reserveSeat, language, async () => {
      const made = await reservations.reserve({ course, schedule: schedule ?? null }, { caller, key, requestId });
      const purchase = made.isNew ? made.purchase : await readPurchase(database, made.id);
      if (purchase) more.purchaseToken = { token: purchaseTokens.sign(purchase), expiresAt: purchase.expiresAt };
      return made.isNew ? reservedNow(made.purchase) : loaders.enrollment.load(made.id);
    });
    return { ...payload, ...more };
  }

  @Declared(cancelReservation)
  async cancelReservation(
    @Arg('enrollment', () => ID, { description: 'The enrolment.' }) enrollment: string,
    @Ctx() { em, ends, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(cancelReservation, language, async () =>
      loaders.enrollment.load(await ends.giveBack(em(), enrollment, { caller, requestId })),
    );
  }

  @Declared(issueVoucher)
  async issueVoucher(
    @Arg('enrollment', () => ID, { description: 'The enrolment.' }) enrollment: string,
    @Ctx() { em, vouchers, caller, language }: Slice,
  ): Promise<object> {
    return answer(issueVoucher, language, async () => ({ code: await vouchers.issue(em(), enrollment, caller) }));
  }

  @Declared(redeem)
  async redeem(
    @Arg('code', () => String, { description: 'The code; spaces, hyphens and case do not matter.' }) code: string,
    @Ctx() { em, vouchers, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(redeem, language, async () =>
      loaders.enrollment.load(await vouchers.redeem(em(), code, { caller, requestId })),
    );
  }

  @Declared(cancelClass)
  async cancelClass(
    @Arg('id', () => ID, { description: 'The class.' }) id: string,
    @Arg('reason', () => String, { description: 'What its participants read: 5 to 500 characters.' }) reason: string,
    @Ctx() { em, database, ends, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(cancelClass, language, async () =>
      readSchedule(database, await ends.cancelClass(em(), { id, reason }, { caller, requestId })),
    );
  }
}
