import type { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { refusals } from './attendance.refusal.ts';
import type { FACTS } from './attendance.statement.ts';
import type { DeviceClock } from './device.clock.ts';
import { codeRule } from './rules.data.ts';
import { codeWindow, isCode, sessionCode } from './session-code.ts';

export type RecordFacts = RowsOf<typeof FACTS>;

/** A record as an institution sends it. */
export interface AttendanceRecord {
  enrollmentId: string;
  session: number;
  code: string;
  /** What a device adds, which was alone with the person. */
  offline?: { scheduleId: string; at: Date };
}

/** The device that signed a record. */
export interface SigningDevice {
  validFrom: Date;
  validUntil: Date;
  revokedFrom: Date | null;
  clock: DeviceClock;
}

export interface RecordMoment {
  now: Date;
  /** Null for a record made online. */
  device: SigningDevice | null;
}

const OPEN: readonly string[] = ['REDEEMED', 'ATTENDING', 'COMPLETED', 'CERTIFIED'];
const UNPAID: readonly string[] = ['RESERVED', 'PAID'];

/** When the person came: now, or what the device's clock said, corrected. */
export const momentOf = ({ offline }: AttendanceRecord, { now, device }: RecordMoment): Date =>
  offline && device ? new Date(offline.at.getTime() + device.clock.correctionMs) : now;

const refuseState = ({ offline }: AttendanceRecord, facts: RecordFacts): Refusal | null => {
  if (UNPAID.includes(facts.status)) return refusals.notRedeemed();
  if (!OPEN.includes(facts.status)) return refusals.ended();
  if (offline && facts.schedule !== offline.scheduleId.toLowerCase()) return refusals.scheduleDifferent();
  if (facts.starts_at === null || facts.mode === null) return refusals.sessionUnknown();
  return facts.class_status === 'CANCELLED' ? refusals.classCancelled() : null;
};

const isValid = ({ validFrom, validUntil, revokedFrom }: SigningDevice, at: Date): boolean =>
  at >= validFrom && at < validUntil && (revokedFrom === null || at < revokedFrom);

const refuseDevice = (device: SigningDevice, at: Date, now: Date): Refusal | null => {
  if (device.clock.isUseless) return refusals.clockWrong();
  if (at.getTime() > now.getTime() + codeRule.clockToleranceMs) return refusals.clockAhead();
  return isValid(device, at) ? null : refusals.deviceNotValid();
};

const refuseTime = (facts: RecordFacts, at: Date, { now, device }: RecordMoment): Refusal | null => {
  if (facts.starts_at === null || facts.mode === null) return refusals.sessionUnknown();
  const { from, until } = codeWindow(facts.starts_at, facts.mode);
  if (at < from) return refusals.tooEarly();
  if (at >= until) return refusals.tooLate();
  const isLate = device !== null && now.getTime() > facts.starts_at.getTime() + codeRule.syncMs;
  return isLate ? refusals.syncTooLate() : null;
};

/** Decides whether the record brings the person's code. */
const hasCode = ({ code, session }: AttendanceRecord, { secret, enrollment }: RecordFacts): boolean =>
  isCode(code, sessionCode(secret, enrollment, session));

/**
 * Judges one record by what is known of it: why it is refused, or null. One that was recorded before, and comes with the
 * right code, is fine at any time; a wrong code is told last, so that it is counted only where a right one would do.
 */
export const judgeRecord = (record: AttendanceRecord, facts: RecordFacts, moment: RecordMoment): Refusal | null => {
  const state = refuseState(record, facts);
  if (state) return state;
  if (facts.is_recorded && hasCode(record, facts)) return null;
  const at = momentOf(record, moment);
  const time = (moment.device ? refuseDevice(moment.device, at, moment.now) : null) ?? refuseTime(facts, at, moment);
  if (time) return time;
  if (facts.tries >= codeRule.tries) return refusals.codeLocked();
  return hasCode(record, facts) ? null : refusals.codeWrong();
};
