import { Migration } from '@mikro-orm/migrations';

const person = (column: string) => `${column} text not null check (char_length(${column}) between 1 and 128)`;

const tables = [
  // Whoever has assessed a course never monitors it, and an owner does neither: a party takes one side of a course, for
  // ever. A party is a person or client by its subject, or an organisation by its id.
  `create table course_side (
    course_id uuid not null references course,
    party text not null check (party ~ '^(person|organization):.'),
    side text not null check (side in ('OWNER', 'ASSESSOR', 'MONITOR')),
    primary key (course_id, party)
  )`,
  // `owners` are the organisations of its platform and its institution at that time.
  `create table course_assessment (
    id uuid primary key,
    course_id uuid not null,
    version integer not null,
    layer text not null check (layer in ('PLATFORM', 'PMO', 'ASSESSOR')),
    scores jsonb not null check (jsonb_typeof(scores) = 'array' and jsonb_array_length(scores) between 1 and 50),
    mean double precision not null check (mean between 1 and 5),
    comment text check (char_length(comment) between 1 and 2000),
    ${person('assessed_by')},
    organization_id uuid not null,
    owners uuid[] not null,
    assessed_at timestamptz not null,
    foreign key (course_id, version) references course_version,
    constraint course_assessment_layer_uq unique (course_id, version, layer),
    constraint course_assessment_person_uq unique (course_id, version, assessed_by),
    constraint course_assessment_owner_ck check ((layer = 'PLATFORM') = (organization_id = any(owners)))
  )`,
  'create index course_assessment_organization_ix on course_assessment (organization_id, id)',
  `create table course_decision (
    id uuid primary key,
    course_id uuid not null references course,
    version integer not null check (version > 0),
    outcome text not null check (outcome in ('APPROVED', 'SENT_BACK', 'WATCHED', 'SUSPENDED', 'RESUMED', 'DELISTED')),
    reason text check (char_length(reason) between 3 and 2000),
    mend jsonb not null default '[]' check (jsonb_typeof(mend) = 'array'),
    grounds jsonb not null default '[]' check (jsonb_typeof(grounds) = 'array'),
    decided_by text check (char_length(decided_by) between 1 and 128),
    organization_id uuid,
    assessed_by text[] not null,
    decided_at timestamptz not null,
    -- Figures alone only bring a course under watch.
    check (decided_by is not null or (outcome = 'WATCHED' and grounds <> '[]')),
    check ((decided_by is null) = (organization_id is null)),
    check (reason is not null or outcome = 'APPROVED' or decided_by is null),
    check ((outcome = 'SENT_BACK') = (mend <> '[]')),
    constraint course_decision_assessor_ck check (decided_by <> all(assessed_by))
  )`,
  'create index course_decision_course_ix on course_decision (course_id, id)',
  `create unique index course_decision_version_uq on course_decision (course_id, version)
    where outcome in ('APPROVED', 'SENT_BACK')`,
  // A complaint of who took part; the person is forgotten with the text when they are erased.
  `create table course_report (
    id uuid primary key,
    course_id uuid not null,
    participant_id uuid,
    category text not null check (category in ('NOT_AS_DESCRIBED', 'NOT_TAUGHT', 'POOR_QUALITY', 'EXTRA_CHARGE',
      'FALSE_ATTENDANCE', 'MISCONDUCT', 'OTHER')),
    text text check (char_length(text) between 10 and 2000),
    reported_at timestamptz not null,
    check ((participant_id is null) = (text is null)),
    constraint course_report_once_uq unique (participant_id, course_id)
  )`,
  'create index course_report_course_ix on course_report (course_id, id)',
  'create index course_report_time_ix on course_report using brin (reported_at)',
];

export class Curation extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
