import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { queriesOver } from '../../kit/query.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { AssessmentResultEntity, AttendanceEntity } from './attendance.entity.ts';
import { NEAR_SESSIONS, STANDING } from './attendance.statement.ts';
import type { AssessmentResultType, AttendanceType, SessionCodeType } from './attendance.type.ts';
import { codeRule } from './rules.data.ts';
import { codeWindow, sessionCode } from './session-code.ts';
import { type LearnerStanding, standingOf } from './standing.ts';

/** An enrolment as the tables of this feature know it. */
export interface LearnerKey {
  participantId: string;
  id: string;
}

interface KeyValues {
  participants: readonly string[];
  enrollments: readonly string[];
}

const query = queriesOver(AttendanceEntity, AssessmentResultEntity);

const isGiven = ({ participants, enrollments }: KeyValues) =>
  sql<boolean>`(participant_id, enrollment_id) in (select * from unnest(${participants}::uuid[], ${enrollments}::uuid[]))`;

const ATTENDANCE = query<KeyValues>()('attendance-by-enrollment', (db, values) =>
  db
    .selectFrom('attendance')
    .select(['enrollmentId', 'sessionNumber', 'at', sql<boolean>`device_id is not null`.as('isOffline')])
    .where(isGiven(values))
    .orderBy('sessionNumber'),
);

const RESULTS = query<KeyValues>()('assessment-result-by-enrollment', (db, values) =>
  db
    .selectFrom('assessment_result')
    .select(['enrollmentId', 'attempt', 'score', 'takenAt'])
    .where(isGiven(values))
    .orderBy('attempt'),
);

const valuesOf = (keys: readonly LearnerKey[]): KeyValues => ({
  participants: keys.map(({ participantId }) => participantId),
  enrollments: keys.map(({ id }) => id),
});

const byId = { cacheKeyFn: ({ id }: LearnerKey) => id };

/** Rows of each enrolment: one statement for all of a step. */
const listsOf = <Row extends { enrollmentId: string }>(fetch: (values: KeyValues) => Promise<Row[]>) =>
  new DataLoader<LearnerKey, Row[], string>(async (keys) => {
    const lists = Map.groupBy(await fetch(valuesOf(keys)), ({ enrollmentId }) => enrollmentId);
    return keys.map(({ id }) => lists.get(id) ?? []);
  }, byId);

const codeOf = ({
  enrollment,
  session,
  mode,
  secret,
  ...times
}: RowsOf<typeof NEAR_SESSIONS>): SessionCodeType & {
  readableFrom: Date;
} => {
  const { from, until, readableFrom } = codeWindow(times.starts_at, mode);
  const code = sessionCode(secret, enrollment, session);
  return {
    session,
    startsAt: times.starts_at,
    endsAt: times.ends_at,
    code,
    validFrom: from,
    validUntil: until,
    readableFrom,
  };
};

/** Codes that their people may read at the moment `now`. */
const readableCodes = (database: Database, now: () => Date) =>
  new DataLoader<LearnerKey, SessionCodeType[], string>(async (keys) => {
    const moment = now();
    const { participants, enrollments } = valuesOf(keys);
    const from = new Date(moment.getTime() - codeRule.windowMs);
    const until = new Date(moment.getTime() + Math.max(...Object.values(codeRule.readAheadMs)));
    const rows = await database.rows(NEAR_SESSIONS, [participants, enrollments, from, until]);
    const lists = Map.groupBy(rows, ({ enrollment }) => enrollment);
    return keys.map(({ id }) => (lists.get(id) ?? []).map(codeOf).filter(({ readableFrom }) => readableFrom <= moment));
  }, byId);

const standings = (database: Database) =>
  new DataLoader<LearnerKey, LearnerStanding | null, string>(async (keys) => {
    const { participants, enrollments } = valuesOf(keys);
    const rows = await database.rows(STANDING, [participants, enrollments]);
    const found = new Map(rows.map((row) => [row.enrollment, standingOf(row)]));
    return keys.map(({ id }) => found.get(id) ?? null);
  }, byId);

export const attendanceLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
  attendanceOf: listsOf<AttendanceType & { enrollmentId: string }>(async (values) =>
    (await database.read(ATTENDANCE, values)).map(({ sessionNumber, ...row }) => ({ ...row, session: sessionNumber })),
  ),
  resultsOf: listsOf<AssessmentResultType & { enrollmentId: string }>((values) => database.read(RESULTS, values)),
  sessionCodesOf: readableCodes(database, now),
  standingOf: standings(database),
});

export type AttendanceLoaders = ReturnType<typeof attendanceLoaders>;
