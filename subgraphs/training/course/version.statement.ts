import { column, statement } from '../../kit/statement.ts';
import { CourseStatus, courseMoves } from './course.status.ts';
import type { CourseContent } from './version.content.ts';
import { VersionStatus, versionMoves } from './version.status.ts';

/** Skills of contents, for `course_skill`: `contents` is a table with `course_id` and `content`. */
export const taughtIn = (contents: string): string =>
  `select outcome.skill as skill_code, ${contents}.course_id
    from ${contents}, jsonb_to_recordset(${contents}.content -> 'outcomes') as outcome (skill text)`;

/** What a course has on sale, from a content: the columns that `set` takes. */
export const columnsFrom = (content: string): string =>
  `institution_id = (${content} ->> 'institution')::uuid, title = ${content} ->> 'title',
    description = ${content} ->> 'description', price = (${content} ->> 'price')::bigint,
    duration_hours = (${content} ->> 'durationHours')::int, mode = ${content} ->> 'mode'`;

// The course is locked first by whoever changes one of its versions: so no two wait for each other.
export const VERSION_OF = statement(
  'course-version-of',
  {
    courseId: column.uuid,
    number: column.int4,
    status: column.text.as<VersionStatus>(),
    courseStatus: column.text.as<CourseStatus>(),
    content: column.jsonb.as<CourseContent>(),
    submittedAt: column.timestamptz,
    platformId: column.uuid,
    platformOrganization: column.uuid.orNull,
    institutionOrganization: column.uuid.orNull,
  },
  `select course_id as "courseId", number, course_version.status, course.status as "courseStatus", content,
      submitted_at as "submittedAt", course.platform_id as "platformId",
      platform.organization_id as "platformOrganization", institution.organization_id as "institutionOrganization"
    from course_version join course on course.id = course_id
      join platform on platform.id = course.platform_id
      left join institution on institution.id = (content ->> 'institution')::uuid
    where course_id = $1 and number = $2`,
);

/** Takes course $1 for a change of its versions. */
export const LOCK = 'select from course where id = $1 for no key update';

const ofCourse = 'course_version.course_id = $1';
const ofNumber = `${ofCourse} and course_version.number = $2`;

/** Puts a version under assessment, and its course with it where nothing of that is on sale. */
export const ASSESS = `with version as (
    ${versionMoves({ from: VersionStatus.SUBMITTED, to: VersionStatus.UNDER_ASSESSMENT, where: ofNumber })}
    returning course_id
  ), moved as (
    ${courseMoves({ from: CourseStatus.SUBMITTED, to: CourseStatus.UNDER_ASSESSMENT, using: 'version', where: 'course.id = version.course_id' })}
  ) select from version`;

/** Takes the version that was on sale off it, when version $2 is about to follow. */
export const REPLACE_ACTIVE = versionMoves({
  from: VersionStatus.ACTIVE,
  to: VersionStatus.REPLACED,
  where: `${ofCourse} and exists (select from course_version as next
    where next.course_id = $1 and next.number = $2 and next.status = 'UNDER_ASSESSMENT')`,
});

export const ACTIVATE = `with version as (
    -- The version that was assessed.
    update course_version set status = 'ACTIVE', decided_at = $3::timestamptz
    where ${ofNumber} and status = 'UNDER_ASSESSMENT' returning course_id, number, content
  ), course_now as (
    -- A course that is on sale already stays as it is, watched or suspended too.
    update course set version = version.number, offered_at = coalesce(offered_at, $3), withdrawn_at = null,
      status = case course.status when 'UNDER_ASSESSMENT' then 'ACTIVE' else course.status end,
      ${columnsFrom('version.content')}
    from version where course.id = version.course_id
  ), taught as (
    ${taughtIn('version')}
  ), forgotten as (
    delete from course_skill using version where course_skill.course_id = version.course_id
      and skill_code not in (select skill_code from taught)
  ), added as (
    insert into course_skill (skill_code, course_id) select skill_code, course_id from taught on conflict do nothing
  ) select from version`;

/** Rejects a version; a course that has never been on sale is a draft again. */
export const REJECT = `with version as (
    update course_version set status = 'REJECTED', decided_at = $3::timestamptz
    where ${ofNumber} and status in ('SUBMITTED', 'UNDER_ASSESSMENT') returning course_id
  ), draft as (
    ${courseMoves({ to: CourseStatus.DRAFT, using: 'version', where: 'course.id = version.course_id' })}
  ) select from version`;

const withdrawVersions = versionMoves({
  to: VersionStatus.WITHDRAWN,
  using: 'moved',
  where: 'course_version.course_id = moved.id',
});

const moveTo = (to: CourseStatus): string => {
  const move = `${courseMoves({ to, where: 'course.id = any($1::uuid[])' })} returning course.id`;
  // What waits for a decision is not decided any more.
  const also = to === CourseStatus.DELISTED ? `, versions as (${withdrawVersions})` : '';
  return `with moved as (${move})${also} select id from moved`;
};

const moves = new Map(
  Object.values(CourseStatus).map((to) => [
    to,
    statement(`courses-move-${to.toLowerCase()}`, { id: column.uuid }, moveTo(to)),
  ]),
);

/** The statement that moves courses $1 to a state; it answers those that moved. */
export const moveStatement = (to: CourseStatus) => {
  const found = moves.get(to);
  if (!found) throw new Error(`no course becomes ${to}`);
  return found;
};
