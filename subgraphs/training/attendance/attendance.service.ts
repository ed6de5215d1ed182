import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { attendAll } from '../enrollment/index.ts';
import {
  type AttendanceRecord,
  judgeRecord,
  momentOf,
  type RecordFacts,
  type RecordMoment,
} from './attendance.judge.ts';
import { recordingOrganization } from './attendance.policy.ts';
import { callRefusals, inInput, refusals } from './attendance.refusal.ts';
import type { RecordResult, RecordsReport } from './attendance.report.ts';
import { COUNT_TRIES, FACTS, RECORD } from './attendance.statement.ts';
import type { CompletionService } from './completion.service.ts';
import { readClock } from './device.clock.ts';
import { deviceOf } from './device.loader.ts';
import { isSignedBy, type OfflineRecord } from './offline-batch.ts';
import { readCode } from './session-code.ts';

/** Most records of one call. */
export const MOST_RECORDS = 1_000;

export interface RecordCall {
  caller: Caller;
  requestId: string;
}

export interface OfflineSync {
  deviceId: string;
  signature: string;
  /** What the device's clock shows; null where another machine sends. */
  deviceTime: Date | null;
  records: readonly OfflineRecord[];
}

interface Batch extends RecordMoment {
  organization: string;
  deviceId: string | null;
  requestId: string;
}

/** A record with what is known of it and how it was judged. */
interface JudgedRecord extends RecordResult {
  record: AttendanceRecord;
  facts: RecordFacts | undefined;
}

const keyOf = ({ enrollmentId, session }: AttendanceRecord) => `${enrollmentId.toLowerCase()} ${session}`;

const sessionOf = ({ record, facts }: JudgedRecord) => ({
  participant: facts?.participant,
  enrollment: facts?.enrollment,
  session: record.session,
});

const isCountWrong = ({ length }: readonly unknown[]): boolean => length === 0 || length > MOST_RECORDS;

/** Records who came to which session. */
export class AttendanceService {
  readonly #completion: CompletionService;
  readonly #now: () => Date;

  constructor({ completion, now }: { completion: CompletionService; now: () => Date }) {
    this.#completion = completion;
    this.#now = now;
  }

  /**
   * Records people who are in a class of the caller's institution now, each by their code: a fixed number of statements
   * for the whole call. A record that was made before changes nothing.
   * @throws Refusal FORBIDDEN, RECORDS_OUT_OF_RANGE
   */
  async record(em: EntityManager, records: readonly AttendanceRecord[], call: RecordCall): Promise<RecordsReport> {
    const organization = recordingOrganization(call.caller);
    touched('Organization', organization);
    if (isCountWrong(records)) throw callRefusals.count(MOST_RECORDS);
    const batch = { organization, device: null, deviceId: null, now: this.#now(), requestId: call.requestId };
    const results = await em.transactional((tx) => this.#record(tx, records, batch));
    return { results, clockOffsetSeconds: null };
  }

  /**
   * Records what a device signed while it had no network, each record by the code of its person. Times of a clock that
   * is wrong are corrected by what it shows now; one that is wrong by more than 12 hours records nothing.
   * @throws Refusal FORBIDDEN, RECORDS_OUT_OF_RANGE, DEVICE_UNKNOWN, SIGNATURE_WRONG
   */
  async sync(em: EntityManager, sync: OfflineSync, call: RecordCall): Promise<RecordsReport> {
    const organization = recordingOrganization(call.caller);
    const { deviceId, signature, deviceTime } = sync;
    touched('AttendanceDevice', deviceId.slice(0, 36));
    if (isCountWrong(sync.records)) throw inInput(callRefusals.count(MOST_RECORDS));
    const now = this.#now();
    const clock = readClock(deviceTime, now);
    const results = await em.transactional(async (tx) => {
      const device = await deviceOf(tx, deviceId, organization);
      if (!device) throw callRefusals.deviceUnknown(['input', 'deviceId']);
      if (!(await isSignedBy(device.jwk, signature, sync))) throw callRefusals.signature();
      const records = sync.records.map(({ scheduleId, at, ...record }) => ({ ...record, offline: { scheduleId, at } }));
      const batch = { organization, device: { ...device, clock }, deviceId, now, requestId: call.requestId };
      return this.#record(tx, records, batch);
    });
    const known = deviceTime === null ? null : Math.round((now.getTime() - deviceTime.getTime()) / 1_000);
    return { results, clockOffsetSeconds: clock.correctionMs === 0 && !clock.isUseless ? null : known };
  }

  async #record(tx: EntityManager, records: readonly AttendanceRecord[], batch: Batch): Promise<RecordResult[]> {
    const firsts = new Map<string, number>();
    records.forEach((record, index) => {
      if (!firsts.has(keyOf(record))) firsts.set(keyOf(record), index);
    });
    const judged = await judgeAll(tx, records, { ...batch, wanted: [...firsts.values()] });
    const added = await insert(tx, judged, batch);
    await countTries(tx, judged);
    const isNew = (each: JudgedRecord) => each.facts !== undefined && added.has(keyOf(each.record));
    const changed = judged.filter((each) => isNew(each));
    const people = new Map(changed.flatMap(({ facts }) => (facts ? [[facts.enrollment, facts] as const] : [])));
    await attendAll(
      tx,
      [...people.values()].filter(({ status }) => status === 'REDEEMED'),
    );
    await this.#completion.settle(tx, [...people.keys()], { requestId: batch.requestId });
    const byKey = new Map(judged.map((each) => [keyOf(each.record), { ...each, isNew: isNew(each) }]));
    return records.map((record, index) => resultOf(record, index, byKey.get(keyOf(record))));
  }
}

/** The result of a record by that of the first one of its call for the same person and session. */
const resultOf = (
  record: AttendanceRecord,
  index: number,
  first: (JudgedRecord & { isNew: boolean }) | undefined,
): RecordResult => {
  if (!first) throw new Error('a record was not judged');
  const isRepeated = first.index !== index;
  if (isRepeated && readCode(record.code) !== readCode(first.record.code)) {
    return { index, outcome: 'REFUSED', problem: refusals.repeated() };
  }
  if (first.problem) return { index, outcome: 'REFUSED', problem: first.problem };
  return { index, outcome: first.isNew && !isRepeated ? 'RECORDED' : 'DUPLICATE', problem: null };
};

/** Judges the `wanted` records of a call, by one statement. */
const judgeAll = async (
  tx: EntityManager,
  records: readonly AttendanceRecord[],
  { wanted, ...batch }: Batch & { wanted: readonly number[] },
): Promise<JudgedRecord[]> => {
  const known = wanted.filter((index) => isUuid(records[index]?.enrollmentId ?? ''));
  const given = known.map((index) => ({
    index,
    enrollment: records[index]?.enrollmentId,
    session: records[index]?.session,
  }));
  const { rows } = await execute(tx, FACTS, [JSON.stringify(given), batch.organization]);
  const factsOf = new Map(rows.map((row) => [row.index, row]));
  return wanted.flatMap((index) => {
    const record = records[index];
    if (!record) return [];
    const facts = factsOf.get(index);
    const problem = facts ? judgeRecord(record, facts, batch) : refusals.enrollmentUnknown();
    return [{ index, record, facts, problem, outcome: problem ? ('REFUSED' as const) : ('RECORDED' as const) }];
  });
};

/** Adds what was judged well. @returns the keys of what is new */
const insert = async (tx: EntityManager, judged: readonly JudgedRecord[], batch: Batch): Promise<Set<string>> => {
  const correction = batch.device?.clock.correctionMs ?? 0;
  const rows = judged
    .filter(({ problem, facts }) => problem === null && facts?.is_recorded === false)
    .map((each) => ({
      ...sessionOf(each),
      at: momentOf(each.record, batch).toISOString(),
      offset_seconds: correction === 0 ? null : Math.round(correction / 1_000),
    }));
  if (rows.length === 0) return new Set();
  const added = await execute(tx, RECORD, [JSON.stringify(rows), batch.now, batch.deviceId]);
  return new Set(added.rows.map(({ enrollment, session }) => `${enrollment} ${session}`));
};

// Concurrent calls may each try one code more before they see one another's count, which changes nothing with 40 bits.
const countTries = async (tx: EntityManager, judged: readonly JudgedRecord[]): Promise<void> => {
  const wrong = judged.filter(({ problem }) => problem?.code === 'SESSION_CODE_WRONG').map(sessionOf);
  if (wrong.length > 0) await execute(tx, COUNT_TRIES, [JSON.stringify(wrong)]);
};
