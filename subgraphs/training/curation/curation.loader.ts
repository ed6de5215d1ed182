import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import { column, statement } from '../../kit/statement.ts';
import { CourseAssessmentEntity, CourseDecisionEntity, CourseReportEntity } from './curation.entity.ts';
import type { AssessmentLayer } from './curation.kind.ts';
import type { AssessmentType, DecisionType, ReportType } from './curation.type.ts';

const query = queriesOver(CourseAssessmentEntity, CourseDecisionEntity, CourseReportEntity);

const assessment = ['id', 'courseId', 'version', 'layer', 'scores', 'mean', 'comment', 'assessedAt'] as const;
const decision = ['id', 'courseId', 'version', 'outcome', 'reason', 'mend', 'grounds', 'decidedAt'] as const;
const report = ['id', 'courseId', 'category', 'text', 'reportedAt'] as const;
const isByFigures = sql<boolean>`decided_by is null`.as('isByFigures');

const ASSESSMENTS = query<PageValues>()('course-assessments', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_assessment.id',
    of: (course) => db.selectFrom('course_assessment').select(assessment).where('courseId', '=', course),
  }),
);

const DECISIONS = query<PageValues>()('course-decisions', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_decision.id',
    of: (course) =>
      db.selectFrom('course_decision').select(decision).select(isByFigures).where('courseId', '=', course),
  }),
);

const REPORTS = query<PageValues>()('course-reports', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'course_report.id',
    of: (course) => db.selectFrom('course_report').select(report).where('courseId', '=', course),
  }),
);

const LIST = query<{ organization: string | null; before: string; rows: number }>()(
  'course-assessment-list',
  (db, { organization, before, rows }) =>
    db
      .selectFrom('course_assessment')
      .select(assessment)
      .where(sql<boolean>`(${organization}::uuid is null or organization_id = ${organization})`)
      .where('id', '<', before)
      .orderBy('id', 'desc')
      .limit(rows),
);

const ASSESSMENT = query<{ id: string }>()('course-assessment-by-id', (db, { id }) =>
  db.selectFrom('course_assessment').select(assessment).where('id', '=', id),
);

const DECISION = query<{ id: string }>()('course-decision-by-id', (db, { id }) =>
  db.selectFrom('course_decision').select(decision).select(isByFigures).where('id', '=', id),
);

const REPORT = query<{ id: string }>()('course-report-by-id', (db, { id }) =>
  db.selectFrom('course_report').select(report).where('id', '=', id),
);

/** A version that waits for a layer. */
export interface WaitingVersion {
  id: string;
  courseId: string;
  version: number;
  submittedAt: Date;
}

// Those of whose layers so many have assessed, and of which the organisation is no owner: oldest first.
const WAITING = statement(
  'course-versions-waiting',
  { id: column.uuid, courseId: column.uuid, version: column.int4, submittedAt: column.timestamptz },
  `select version.id, version.course_id as "courseId", number as version, submitted_at as "submittedAt"
    from course_version as version join platform on platform.id = version.platform_id
      left join institution on institution.id = (content ->> 'institution')::uuid
    where version.status in ('SUBMITTED', 'UNDER_ASSESSMENT') and version.id > $1
      and (select count(*) from course_assessment
        where course_assessment.course_id = version.course_id and version = number) = $2
      and case when $2 = 0 then platform.organization_id = $3 else
        $3::uuid is distinct from platform.organization_id and $3::uuid is distinct from institution.organization_id end
    order by version.id limit $4`,
);

const layers: readonly AssessmentLayer[] = ['PLATFORM', 'PMO', 'ASSESSOR'] as AssessmentLayer[];
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Returns a page of the versions that wait for a layer, the longest waiting first. */
export const listWaiting = (
  database: Database,
  page: Page<IdKey>,
  { layer, organization }: { layer: AssessmentLayer; organization: string },
): Promise<WaitingVersion[]> =>
  database.rows(WAITING, [page.after?.[0] ?? BEFORE_ALL, layers.indexOf(layer), organization, page.first + 1]);

/** Returns a page of the assessments of an organisation, or of all, newest first. */
export const listAssessments = (
  database: Database,
  page: Page<IdKey>,
  organization: string | null,
): Promise<AssessmentType[]> => database.read(LIST, { organization, before: below(page), rows: page.first + 1 });

export const readAssessment = async (database: Database, id: string): Promise<AssessmentType | null> =>
  (await database.read(ASSESSMENT, { id }))[0] ?? null;

export const readDecision = async (database: Database, id: string): Promise<DecisionType | null> =>
  (await database.read(DECISION, { id }))[0] ?? null;

export const readReport = async (database: Database, id: string): Promise<ReportType | null> =>
  (await database.read(REPORT, { id }))[0] ?? null;

export const curationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  courseAssessments: pagesByParent<IdKey, AssessmentType>(
    (courses, page) => database.read(ASSESSMENTS, pageValues(courses, page)),
    ({ courseId }) => courseId,
  ),
  courseDecisions: pagesByParent<IdKey, DecisionType>(
    (courses, page) => database.read(DECISIONS, pageValues(courses, page)),
    ({ courseId }) => courseId,
  ),
  courseReports: pagesByParent<IdKey, ReportType>(
    (courses, page) => database.read(REPORTS, pageValues(courses, page)),
    ({ courseId }) => courseId,
  ),
});

export type CurationLoaders = ReturnType<typeof curationLoaders>;
