import { column, statement } from '../../kit/statement.ts';
import { CourseStatus, transition } from './course.status.ts';
import { taughtIn } from './version.statement.ts';
import { VersionStatus, versionMoves } from './version.status.ts';

/** What became of a course that was handed in. */
export type ImportOutcome = 'CREATED' | 'NEW_VERSION' | 'UNCHANGED' | 'OUTDATED' | 'REJECTED';

// Whoever changes the catalogue of a platform waits here for the one before: its references and numbers follow each other.
export const PLATFORM_OF = statement(
  'catalogue-platform',
  { id: column.uuid },
  'select id from platform where organization_id = $1 for no key update',
);

/** Why a skill or an institution that a course names is refused. */
export type UnknownKind = 'SKILL' | 'INSTITUTION' | 'SUSPENDED';

/** The skills $1 and institutions $2 that are none, and the institutions that are suspended. */
export const UNKNOWN = statement(
  'catalogue-unknown',
  { kind: column.text.as<UnknownKind>(), code: column.text },
  `select 'SKILL' as kind, wanted as code from unnest($1::text[]) as wanted
      where not exists (select from known_skill where known_skill.code = wanted)
    union all
    select 'INSTITUTION', wanted::text from unnest($2::uuid[]) as wanted
      where not exists (select from institution where institution.id = wanted)
    union all
    select 'SUSPENDED', id::text from institution where id = any($2) and is_suspended`,
);

/** Takes the courses of platform $1 with references $2, in one order for all. */
export const LOCK_COURSES = `select from course where platform_id = $1 and reference = any($2::text[])
  order by id for no key update`;

const onSale = `'ACTIVE', 'WATCHED', 'SUSPENDED'`;

const columns: Readonly<Record<string, string>> = {
  institution_id: `(known.content ->> 'institution')::uuid`,
  title: `known.content ->> 'title'`,
  description: `known.content ->> 'description'`,
  price: `(known.content ->> 'price')::bigint`,
  duration_hours: `(known.content ->> 'durationHours')::int`,
  mode: `known.content ->> 'mode'`,
  version: 'known.latest_version + 1',
};

const followed = Object.entries(columns)
  .map(([name, value]) => `${name} = case when known.follows then ${value} else course.${name} end`)
  .join(', ');

const values = Object.entries(columns)
  .filter(([name]) => name !== 'version')
  .map(([, value]) => value.replaceAll('known.', 'item.'))
  .join(', ');

/**
 * Keeps the courses of a call in one statement.
 * $1 platform, $2 items as JSON (index, reference, hash and content; a rejected one has no content), $3 when the platform's
 * file was made, $4 now, $5 whether the course comes by itself and not from a file.
 */
export const STORE = statement(
  'catalogue-store',
  { index: column.int4, outcome: column.text.as<ImportOutcome>(), course: column.uuid.orNull },
  `with item as (
    select * from json_to_recordset($2) as item (index int, reference text, hash text, content jsonb)
  ), known as (
    -- Items whose course is there, which its platform's lock keeps as it is, and what becomes of them. While a course has
    -- never been on offer, it follows its newest version.
    select item.*, course.id as course_id, course.latest_version,
      course.offered_at is null and course.status not in (${onSale}) as follows,
      case when item.content is null then 'REJECTED'
        when course.as_of > $3::timestamptz and not $5::bool then 'OUTDATED'
        when course.withdrawn_at is null and latest.content_hash = decode(item.hash, 'hex') then 'UNCHANGED'
        else 'NEW_VERSION' end as outcome
    from item join course on course.platform_id = $1 and course.reference = item.reference
      left join course_version as latest
        on latest.course_id = course.id and latest.number = course.latest_version
  ), created as (
    insert into course (platform_id, reference, status, as_of, ${Object.keys(columns)
      .filter((name) => name !== 'version')
      .join(', ')})
    select $1, item.reference, 'SUBMITTED', $3, ${values} from item
    where item.content is not null and not exists (select from known where known.index = item.index)
    order by item.index
    returning id, reference
  ), seen as (
    -- The file names them, with nothing new.
    update course set as_of = $3 from known
    where course.id = known.course_id and known.outcome in ('UNCHANGED', 'REJECTED')
      and (course.as_of is null or course.as_of < $3)
  ), changed as (
    update course set latest_version = known.latest_version + 1, as_of = greatest(course.as_of, $3), withdrawn_at = null,
      status = case when course.status in (${transition.sqlFrom(CourseStatus.SUBMITTED)})
        then 'SUBMITTED' else course.status end,
      ${followed}
    from known where course.id = known.course_id and known.outcome = 'NEW_VERSION'
  ), replaced as (
    -- What waited for a decision is overtaken.
    ${versionMoves({
      to: VersionStatus.REPLACED,
      using: 'known',
      where: `course_version.course_id = known.course_id and known.outcome = 'NEW_VERSION'
        and course_version.status <> 'ACTIVE'`,
    })} returning 1
  ), fresh as (
    select created.id as course_id, 1 as number, true as follows, item.content, item.hash, item.index
    from created join item using (reference)
    union all
    select course_id, latest_version + 1, follows, content, hash, index from known where outcome = 'NEW_VERSION'
  ), versions as (
    -- Behind the ones that were replaced, since one version of a course waits at most.
    insert into course_version (course_id, number, platform_id, content, content_hash, status, submitted_at)
    select fresh.course_id, fresh.number, $1, fresh.content, decode(fresh.hash, 'hex'), 'SUBMITTED', $4::timestamptz
    from fresh cross join (select count(*) from replaced) as done order by fresh.index
  ), followers as (
    select course_id, content from fresh where follows
  ), taught as (
    ${taughtIn('followers')}
  ), forgotten as (
    delete from course_skill using followers where course_skill.course_id = followers.course_id and not exists (
      select from taught where taught.course_id = course_skill.course_id and taught.skill_code = course_skill.skill_code)
  ), added as (
    insert into course_skill (skill_code, course_id) select skill_code, course_id from taught on conflict do nothing
  )
  select item.index, coalesce(known.course_id, created.id) as course,
    coalesce(known.outcome, case when item.content is null then 'REJECTED' else 'CREATED' end) as outcome
  from item left join known on known.index = item.index left join created on created.reference = item.reference`,
);

/** How a platform's catalogue stands beside a full file of $2, which names the references $3 without saying more. */
export const CATALOGUE = statement(
  'catalogue-standing',
  { live: column.int4, named: column.int4, missing: column.int4 },
  `select count(*)::int as live, count(*) filter (where as_of = $2::timestamptz)::int as named,
      count(*) filter (where (as_of is null or as_of < $2) and reference <> all($3::text[]))::int as missing
    from course where platform_id = $1 and status <> 'DELISTED'`,
);

/** Withdraws what a full file does not name, and the versions of it that wait for a decision; returns the courses. */
export const WITHDRAW_MISSING = statement(
  'catalogue-withdraw',
  { course: column.uuid, from: column.text, institutionOrganization: column.uuid.orNull },
  `with missing as (
    select id, status as former from course where platform_id = $1 and (as_of is null or as_of < $2::timestamptz)
      and reference <> all($3::text[]) and status in (${transition.sqlFrom(CourseStatus.DELISTED)})
    order by id for no key update
  ), withdrawn as (
    update course set status = 'DELISTED', withdrawn_at = $4 from missing where course.id = missing.id
    returning course.id, missing.former, course.institution_id
  ), versions as (
    ${versionMoves({ to: VersionStatus.WITHDRAWN, using: 'withdrawn', where: 'course_version.course_id = withdrawn.id' })}
  ) select withdrawn.id as course, former as "from", organization_id as "institutionOrganization"
    from withdrawn join institution on institution.id = institution_id`,
);
