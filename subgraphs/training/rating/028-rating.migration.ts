import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const tables = [
  // The key is the rule: one rating for an enrolment. `id` is what a review is known by in public; it leads to nobody.
  `create table course_rating (
    participant_id uuid not null,
    enrollment_id uuid not null,
    id uuid not null constraint course_rating_id_uq unique,
    course_id uuid not null,
    institution_id uuid not null,
    stars integer not null check (stars between 1 and 5),
    review text check (char_length(review) between 10 and 1000),
    status text not null default 'SHOWN' check (status in ('SHOWN', 'HIDDEN')),
    rated_at timestamptz not null,
    changed_at timestamptz not null check (changed_at >= rated_at),
    moderated_at timestamptz,
    moderation_reason text check (char_length(moderation_reason) between 3 and 500),
    primary key (participant_id, enrollment_id),
    constraint course_rating_moderated_ck check ((moderated_at is null) = (moderation_reason is null)
      and (status = 'SHOWN' or moderated_at is not null))
  )`,
  `create index course_rating_course_ix on course_rating (course_id, id) where status = 'SHOWN' and review is not null`,
  `create table review_report (
    id uuid primary key,
    review_id uuid not null references course_rating (id),
    participant_id uuid,
    organization_id uuid,
    reason text not null check (reason in ('INSULT', 'PERSONAL_DATA', 'ADVERTISING', 'UNTRUE', 'OTHER')),
    note text check (char_length(note) between 3 and 500),
    reported_at timestamptz not null,
    constraint review_report_once_uq unique nulls not distinct (review_id, participant_id, organization_id),
    constraint review_report_reporter_ck check (num_nonnulls(participant_id, organization_id) = 1)
  )`,
  'create index review_report_participant_ix on review_report (participant_id, reported_at) where participant_id is not null',
  'create index review_report_organization_ix on review_report (organization_id, reported_at) where organization_id is not null',
  // The sum of stars, as courses have it.
  `create table institution_rating (
    institution_id uuid primary key references institution,
    rating_count integer not null check (rating_count >= 0),
    rating_sum bigint not null check (rating_sum between rating_count and 5 * rating_count::bigint)
  )`,
];

export class Ratings extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
    for (const statement of refuseOtherMoves('course_rating', ['SHOWN>HIDDEN', 'HIDDEN>SHOWN'])) this.addSql(statement);
  }
}
