import { execute, type Transaction } from '../../kit/database.ts';
import { ATTEND, CERTIFY, COMPLETE, FAIL, REDEEM } from './move.statement.ts';

interface EnrollmentKey {
  participant: string;
  enrollment: string;
}

const idsOf = (keys: readonly EnrollmentKey[]) =>
  [keys.map(({ participant }) => participant), keys.map(({ enrollment }) => enrollment)] as const;

/** Uses the vouchers of PAID enrolments. @returns how many were PAID */
export const redeemAll = async (tx: Transaction, keys: readonly EnrollmentKey[], at: Date): Promise<number> =>
  (await execute(tx, REDEEM, [...idsOf(keys), at])).rows.length;

/** Lets REDEEMED enrolments attend. @returns how many were REDEEMED */
export const attendAll = async (tx: Transaction, keys: readonly EnrollmentKey[]): Promise<number> =>
  (await execute(tx, ATTEND, [...idsOf(keys)])).rows.length;

/** Completes enrolments that are REDEEMED or ATTENDING; their people may buy the next course. @returns how many were */
export const completeAll = async (tx: Transaction, keys: readonly EnrollmentKey[], at: Date): Promise<number> =>
  (await execute(tx, COMPLETE, [...idsOf(keys), at])).rows.length;

/** Notes that COMPLETED enrolments have their certificates. @returns how many were COMPLETED */
export const certifyAll = async (tx: Transaction, keys: readonly EnrollmentKey[]): Promise<number> =>
  (await execute(tx, CERTIFY, [...idsOf(keys)])).rows.length;

/** Ends REDEEMED and ATTENDING enrolments without success; their people may buy another course. @returns how many were */
export const failAll = async (tx: Transaction, keys: readonly EnrollmentKey[]): Promise<number> =>
  (await execute(tx, FAIL, [...idsOf(keys)])).rows.length;
