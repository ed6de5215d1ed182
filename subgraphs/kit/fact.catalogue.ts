import { z } from 'zod';

const id = z.uuid();
const ofEnrollment = { enrollment: id, course: id };
const rupiah = z.int().nonnegative();
const count = z.int().nonnegative();
const moment = z.iso.datetime();
const reason = z.string().min(1).max(1_000);

export interface FactDefinition<Data extends z.ZodType = z.ZodType> {
  /** What happened, for a partner's developer. */
  description: string;
  data: Data;
}

const fact = <Shape extends z.ZodRawShape>(description: string, shape: Shape) => ({
  description,
  data: z.strictObject(shape),
});

/**
 * What organisations are told by webhooks and `events`, by its type. No fact names a person: an enrolment's id is
 * opaque to whoever may not read it.
 */
export const facts = {
  'course.version.decided': fact('The programme office has decided about a version of a course of yours.', {
    course: id,
    reference: z.string().min(1).max(64),
    version: z.int().positive(),
    decision: z.enum(['APPROVED', 'REJECTED']),
    reasons: z.array(z.strictObject({ code: z.string().min(1).max(64), comment: reason.nullable() })).max(100),
  }),
  'course.status.changed': fact(
    'A course of yours has changed its state; `reason` is null where its platform withdrew it.',
    {
      course: id,
      from: z.string().min(1).max(32),
      to: z.string().min(1).max(32),
      reason: reason.nullable(),
    },
  ),
  'seat.reserved': fact('A person holds a seat in a course of yours, until `expiresAt` or payment.', {
    ...ofEnrollment,
    courseVersion: z.int().positive(),
    schedule: id.nullable(),
    price: rupiah,
    expiresAt: moment,
  }),
  'seat.released': fact('A seat is free again, for ever: whatever comes later about its enrolment changes nothing.', {
    ...ofEnrollment,
    reason: z.enum(['CANCELLED', 'EXPIRED', 'REVOKED', 'VOIDED', 'CLASS_CANCELLED']),
  }),
  'seat.paid': fact('A seat was paid by the training balance of the person.', ofEnrollment),
  'voucher.redeemed': fact('A person has used the voucher of a seat: the course begins.', ofEnrollment),
  'class.cancelled': fact('A class was cancelled; a `seat.released` follows for each of its seats.', {
    schedule: id,
    course: id,
    enrollments: count,
  }),
  'course.completed': fact('A person has completed a course of yours.', {
    ...ofEnrollment,
    score: z.int().min(0).max(100).nullable(),
  }),
  'certificate.issued': fact('A certificate was issued for a course of yours.', { certificate: id, ...ofEnrollment }),
  'certificate.revoked': fact('A certificate of a course of yours was revoked.', {
    certificate: id,
    ...ofEnrollment,
    reason,
  }),
  // Without the enrolment: nobody learns who wrote a review.
  'course.rated': fact('Somebody who finished a course of yours has rated it.', {
    course: id,
    stars: z.int().min(1).max(5),
  }),
  'application.submitted': fact(
    'Somebody applies for a vacancy of yours; `invitation` is null where they came by themselves.',
    { application: id, vacancy: id, invitation: id.nullable() },
  ),
  'application.withdrawn': fact('The person has taken an application back.', { application: id }),
  'placement.answered': fact('The person confirms or disputes a hire that you reported.', {
    placement: id,
    application: id,
    status: z.enum(['CONFIRMED', 'DISPUTED']),
  }),
  'vacancy.held': fact('Moderation holds a vacancy of yours back: nobody else sees it until an officer decides.', {
    vacancy: id,
    reference: z.string().min(1).max(64),
    flags: z.array(z.strictObject({ kind: z.string().min(1).max(32), words: z.string().max(100) })).max(20),
  }),
  'vacancy.decided': fact('An officer has decided about a vacancy of yours that was held back.', {
    vacancy: id,
    reference: z.string().min(1).max(64),
    version: z.int().positive(),
    decision: z.enum(['APPROVED', 'REJECTED']),
    reason: reason.nullable(),
  }),
  'element.deprecated': fact(
    'An element of the graph that clients of yours used in the last 30 days will go: `until` is its last day in Jakarta. Acknowledge it by `acknowledgeDeprecation`.',
    {
      deprecation: id,
      element: z.string().min(1).max(500),
      replacement: z.string().min(1).max(200),
      until: z.iso.date(),
      owner: z.string().min(1).max(128),
    },
  ),
  'revision.withheld': fact(
    'A live revision needs what its owners no longer grant; `elements` are left out of the graph where `isEnforced`, and `*` is all of it. `allowedRevision` is the newest earlier revision that can come back by what is granted today. Its publisher and the owners are told.',
    {
      revision: id,
      subgraph: z.string().min(1).max(63),
      elements: z.array(z.string().min(1).max(500)).min(1).max(100),
      owners: z.array(z.string().min(1).max(128)).max(100),
      isEnforced: z.boolean(),
      allowedRevision: z.int().min(1).nullable(),
    },
  ),
  'webhook.paused': fact('A webhook of yours gets nothing more until you resume it; `events` goes on.', {
    webhook: id,
    reason: z.enum(['FAILING', 'GONE']),
  }),
  'test.sent': fact('A test that `sendTestEvent` asked for; only the webhook that it names gets it.', { webhook: id }),
} as const satisfies Record<string, FactDefinition>;

export type FactType = keyof typeof facts;

/** The data of a fact of one type. */
export type FactData<Type extends FactType> = z.input<(typeof facts)[Type]['data']>;

/** Returns the address of the JSON Schema of a type, which webhooks and `events` follow. */
export const factSchemaUri = (type: FactType): string => `https://prakerja.test/schema/facts/${type}.json`;
