import { declareMutation } from '../../kit/mutation.ts';
import { classRefusals, classTransition, ScheduleStatus } from '../schedule/index.ts';
import { ScheduleType } from '../schedule/schedule.type.ts';
import { EnrollmentStatus, transition } from './enrollment.status.ts';
import { EnrollmentType } from './enrollment.type.ts';
import { refusals } from './sale.refusal.ts';
import { PurchaseTokenType, VoucherType } from './sale.type.ts';

export const reserveSeat = declareMutation({
  name: 'reserveSeat',
  does: 'Holds a seat in a course for you for 15 minutes, and gives the token by which `authorizePurchase` pays it. One course at a time: the next one when this is finished.',
  takes: 'the scope `self`',
  refusals: [
    refusals.notOneself(),
    refusals.notRecipient(),
    refusals.courseUnknown(),
    refusals.scheduleMissing(),
    refusals.scheduleUnknown(),
    refusals.scheduleClosed(),
    refusals.courseStillOpen(),
    refusals.notYetOpen(),
    refusals.deadlinePassed(),
    refusals.seatsTaken(),
  ],
  isKeyed: true,
  weight: 20,
  payload: {
    description: 'The reservation and its token, or why there is none.',
    field: 'enrollment',
    type: () => EnrollmentType,
    fieldDescription: 'The enrolment, RESERVED; of a repeated call as it is now.',
    others: {
      purchaseToken: {
        type: () => PurchaseTokenType,
        description: 'What pays the seat; null when the enrolment is RESERVED no longer.',
      },
    },
  },
});

export const cancelReservation = declareMutation({
  name: 'cancelReservation',
  does: 'Gives back a seat of yours that is not paid; it is sold to others. A paid one is undone by the platform that sold it.',
  takes: 'the scope `self`',
  refusals: [
    refusals.notOneself(),
    refusals.enrollmentUnknown(),
    transition.refusal(EnrollmentStatus.PAID, EnrollmentStatus.RELEASED),
  ],
  weight: 10,
  payload: {
    description: 'The enrolment, or why it stays.',
    field: 'enrollment',
    type: () => EnrollmentType,
    fieldDescription: 'The enrolment, now RELEASED.',
  },
});

export const issueVoucher = declareMutation({
  name: 'issueVoucher',
  does: 'Makes the voucher of a paid enrolment of yours, which the institution accepts once, at any time. A new one takes the place of the one before.',
  takes: 'the scope `self`',
  refusals: [refusals.notOneself(), refusals.enrollmentUnknown(), refusals.notPaid()],
  weight: 10,
  payload: {
    description: 'The voucher, or why there is none.',
    field: 'voucher',
    type: () => VoucherType,
    fieldDescription: 'The voucher; its code is shown this once.',
  },
});

export const redeem = declareMutation({
  name: 'redeem',
  does: 'Accepts the voucher of a participant in a course that your institution teaches: the course begins, and its purchase can no longer be undone.',
  takes: 'the scope `attendance:record`',
  refusals: [
    refusals.notInstitution(),
    refusals.voucherUnknown(),
    refusals.voucherUsed(),
    refusals.voucherEnded(),
    refusals.tooManyTries(),
  ],
  weight: 20,
  payload: {
    description: 'The enrolment, or why the voucher is not good.',
    field: 'enrollment',
    type: () => EnrollmentType,
    fieldDescription: 'The enrolment, now REDEEMED.',
    scopes: ['enrollment:read'],
  },
});

export const cancelClass = declareMutation({
  name: 'cancelClass',
  does: 'Cancels a class: every enrolment in it that is not finished ends, who had paid is refunded, and the last day for their first purchase moves.',
  takes: 'the scope `course:publish`, for a course that your organisation sells or teaches',
  refusals: [
    classRefusals.forbidden(),
    classRefusals.unknown(['id']),
    classRefusals.reason(),
    classTransition.refusal(ScheduleStatus.CANCELLED, ScheduleStatus.CANCELLED),
  ],
  weight: 50,
  payload: {
    description: 'The class, or why it was not cancelled.',
    field: 'schedule',
    type: () => ScheduleType,
    fieldDescription: 'The class, now CANCELLED.',
  },
});
