import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const CLASS = `with made as (
    insert into schedule (course_id, mode, instructor, seats, starts_at, ends_at)
    select course_id, 'ONLINE', 'Matriks', 10, now(), now() + interval '3 hours' from enrollment where id = $1
    returning id, starts_at, ends_at
  )
  insert into session (schedule_id, number, starts_at, ends_at) select id, 1, starts_at, ends_at from made
  returning schedule_id as id`;
const JOIN = 'update enrollment set schedule_id = $2 where id = $1';
const ATTEND = `insert into attendance (participant_id, enrollment_id, session_number, at, recorded_at)
  select participant_id, id, 1, now(), now() from enrollment where id = $1 on conflict do nothing`;
const RESULT = `insert into assessment_result (participant_id, enrollment_id, attempt, score, taken_at, recorded_at)
  select participant_id, id, 1, 90, now(), now() from enrollment where id = $1 on conflict do nothing`;

const RATE = `with rated as (
    insert into course_rating
      (participant_id, enrollment_id, id, course_id, institution_id, stars, review, rated_at, changed_at)
    select participant_id, enrollment.id, uuidv7(), course_id, institution_id, 5, 'Materinya jelas.', now(), now()
    from enrollment join course on course.id = course_id where enrollment.id = $1
    on conflict (participant_id, enrollment_id) do update set review = excluded.review, changed_at = excluded.changed_at
      where course_rating.review is null
    returning id, course_id, institution_id, xmax = 0 as is_new
  ), counted as (
    insert into institution_rating (institution_id, rating_count, rating_sum)
    select institution_id, 1, 5 from rated where is_new
    on conflict (institution_id) do update set rating_count = institution_rating.rating_count + 1,
      rating_sum = institution_rating.rating_sum + 5
  ), added as (
    update course set rating_count = rating_count + 1, rating_sum = rating_sum + 5 from rated where course.id = course_id and is_new
  )
  insert into review_report (id, review_id, participant_id, reason, reported_at)
  select uuidv7(), id, uuidv7(), 'OTHER', now() from rated`;

/** Puts the enrolment into a class that runs now, attended, assessed, rated and reported: none of its fields is null. */
export const learn = async (enrollment: string): Promise<void> => {
  const [made] = await rowsOf<{ id: string }>('training', CLASS, [enrollment]);
  await rowsOf('training', JOIN, [enrollment, made?.id]);
  await rowsOf('training', ATTEND, [enrollment]);
  await rowsOf('training', RESULT, [enrollment]);
  await rowsOf('training', RATE, [enrollment]);
};

/** Arguments of what institutions do for their learners, and of ratings. */
export const learningGiven = (enrollment: string, key: string): Arguments => {
  const record = `enrollmentId: "${enrollment}", session: 1, code: "00000000"`;
  const offline = `scheduleId: "${uuidv7()}", at: "2026-01-01T00:00:00Z"`;
  return {
    'Mutation.recordAttendance': `records: [{ ${record} }]`,
    'Mutation.syncOfflineAttendance': `input: { deviceId: "${uuidv7()}", signature: "e30..none", records: [{ ${record}, ${offline} }] }`,
    'Mutation.registerDevice': `${key}, input: { name: "Matriks", jwk: "{}" }`,
    'Mutation.rateCourse': `${key}, input: { enrollmentId: "${enrollment}", stars: 5, review: "Materinya jelas." }`,
    'Mutation.reportReview': `id: "${uuidv7()}", reason: OTHER`,
    'Mutation.moderateReview': `id: "${uuidv7()}", status: HIDDEN, reason: "Matriks"`,
    'Mutation.submitAssessmentResult': `input: { enrollmentId: "${enrollment}", attempt: 2, score: 90, takenAt: "2026-01-01T00:00:00Z" }`,
  };
};
