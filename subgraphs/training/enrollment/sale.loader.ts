import type { Database } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import type { PurchaseClaims } from './purchase-token.ts';

const PURCHASE = statement(
  'enrollment-purchase',
  {
    enrollment: column.uuid,
    participant: column.uuid,
    course: column.uuid,
    courseVersion: column.int4,
    schedule: column.uuid.orNull,
    platform: column.uuid,
    institution: column.uuid,
    price: column.int8,
    issuedAt: column.timestamptz,
    expiresAt: column.timestamptz,
  },
  `select enrollment.id as enrollment, participant_id as participant, course_id as course,
      course_version as "courseVersion", schedule_id as schedule, platform_id as platform,
      institution_id as institution, enrollment.price, reserved_at as "issuedAt", hold_until as "expiresAt"
    from enrollment join course on course.id = course_id
    where enrollment.id = $1 and enrollment.status = 'RESERVED' and hold_until is not null`,
);

/** Returns what the purchase token of a RESERVED enrolment says; null for any other. */
export const readPurchase = async (database: Database, id: string): Promise<PurchaseClaims | null> =>
  (await database.rows(PURCHASE, [id]))[0] ?? null;
