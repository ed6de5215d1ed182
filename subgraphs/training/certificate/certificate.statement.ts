import { column, statement } from '../../kit/statement.ts';

/** The organisation of an institution; its keys are counted under the lock, so that the limit holds. */
export const LOCK_INSTITUTION = statement(
  'certificate-institution-lock',
  { organization: column.uuid.orNull },
  'select organization_id as organization from institution where id = $1 for no key update',
);

/** Everything that a credential states of an enrolment; `$1` is its id. */
export const FACTS = statement(
  'certificate-facts',
  {
    participant: column.uuid,
    status: column.text,
    completedAt: column.timestamptz.orNull,
    course: column.uuid,
    version: column.int4,
    title: column.text,
    description: column.text,
    hours: column.int4,
    institution: column.uuid,
    institutionName: column.text,
    organization: column.uuid.orNull,
    platform: column.uuid.orNull,
    skills: column.textArray.orNull,
    levels: column.textArray.orNull,
    score: column.int4.orNull,
  },
  `select enrollment.participant_id as participant, enrollment.status, enrollment.completed_at as "completedAt",
      course.id as course, enrollment.course_version as version, coalesce(content->>'title', course.title) as title,
      coalesce(content->>'description', course.description) as description,
      coalesce((content->>'durationHours')::int, course.duration_hours) as hours,
      institution.id as institution, institution.name as "institutionName",
      institution.organization_id as organization, platform.organization_id as platform, taught.skills, taught.levels, learning_outcome.score
    from enrollment join course on course.id = enrollment.course_id
      join institution on institution.id = course.institution_id join platform on platform.id = course.platform_id
      -- The version that was bought; a course from before versions has none.
      left join course_version on course_version.course_id = course.id
        and course_version.number = enrollment.course_version
      left join learning_outcome on learning_outcome.participant_id = enrollment.participant_id
        and learning_outcome.enrollment_id = enrollment.id and outcome = 'COMPLETED'
      -- The order is that of the credential, and stays the same.
      cross join lateral (
        select array_agg(code order by code) as skills, array_agg(level order by code) as levels from (
          select taught->>'skill' as code, taught->>'level' as level
            from jsonb_array_elements(content->'outcomes') as taught
          union all
          select skill_code, 'BASIC' from course_skill where content is null and course_skill.course_id = course.id
        ) as each) as taught
    where enrollment.id = $1`,
);

/** Issues of one enrolment come one after the other: the second finds it CERTIFIED. */
export const LOCK_ENROLLMENT = statement(
  'certificate-enrollment-lock',
  { status: column.text },
  'select status from enrollment where participant_id = $1 and id = $2 for no key update',
);

/** The key with which a credential was signed; the lock lets a report of its compromise wait until it is recorded. */
export const LOCK_KEY = statement(
  'certificate-key-lock',
  { validFrom: column.timestamptz, validUntil: column.timestamptz.orNull, compromisedAt: column.timestamptz.orNull },
  `select valid_from as "validFrom", valid_until as "validUntil", compromised_at as "compromisedAt"
    from certificate_key where kid = $1 for share`,
);

const CANDIDATES = 16;

/**
 * Takes a place at random in list `$2`, for certificate `$1`. Nobody counts what is taken: of 16 places drawn, all are
 * taken only in a list that is about four fifths full, and then no row is answered, as when somebody was faster.
 */
export const TAKE_PLACE = statement(
  'certificate-place-take',
  { list: column.int4, place: column.int4 },
  `with
    -- Drawn once, hence materialized.
    drawn as materialized (select floor(random() * 131072)::int as place from generate_series(1, ${CANDIDATES})),
    free as (select place from drawn where not exists (
      select from status_entry where list_number = $2 and status_entry.place = drawn.place) limit 1)
    insert into status_entry (list_number, place, certificate_id) select $2, place, $1 from free
    on conflict do nothing
    returning list_number as list, place`,
);

/** Opens list `$1`; of those who open it at once, one does. */
export const OPEN_LIST = statement(
  'status-list-open',
  {},
  'insert into status_list (number, opened_at) values ($1, $2) on conflict do nothing',
);

export const NEWEST_LIST = statement(
  'status-list-newest',
  { number: column.int4 },
  'select coalesce(max(number), 0) as number from status_list',
);

/** The organisations of the institution that teaches a course and of the platform that sells it. */
export const TEACHER = statement(
  'certificate-teacher',
  { organization: column.uuid.orNull, platform: column.uuid.orNull },
  `select institution.organization_id as organization, platform.organization_id as platform
    from course join institution on institution.id = institution_id join platform on platform.id = platform_id
    where course.id = $1`,
);
