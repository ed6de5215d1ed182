import { column, statement } from '../../kit/statement.ts';
import type { Flag } from './vacancy.flag.ts';
import { transition, VacancyStatus, vacancyMoves } from './vacancy.status.ts';

/** What became of a vacancy that was sent; ILLEGAL: its state does not allow it. */
export type StoredOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'OUTDATED' | 'REJECTED' | 'ILLEGAL';

/** The skills $1 and regencies $2 that are none. */
export const UNKNOWN = statement(
  'vacancy-unknown',
  { kind: column.text.as<'SKILL' | 'REGENCY'>(), code: column.text },
  `select 'SKILL' as kind, wanted as code from unnest($1::text[]) as wanted
      where not exists (select from known_skill where known_skill.code = wanted)
    union all
    select 'REGENCY', wanted from unnest($2::text[]) as wanted
      where not exists (select from known_regency where known_regency.code = wanted)`,
);

/** Takes the vacancies of portal $1 with references $2, in one order for all. */
export const LOCK_VACANCIES = `select from vacancy where portal_id = $1 and reference = any($2::text[])
  order by id for no key update`;

const columns: Readonly<Record<string, string>> = {
  employer_id: 'item.employer',
  title: `item.content ->> 'title'`,
  description: `item.content ->> 'description'`,
  occupation: `item.content ->> 'occupation'`,
  employment_type: `item.content ->> 'type'`,
  region_code: `item.content ->> 'region'`,
  is_remote: `(item.content ->> 'isRemote')::bool`,
  monthly_salary_from: `(item.content ->> 'monthlySalaryFrom')::bigint`,
  monthly_salary_to: `(item.content ->> 'monthlySalaryTo')::bigint`,
  accessibility: `array(select jsonb_array_elements_text(item.content -> 'accessibility'))`,
  openings: `(item.content ->> 'openings')::int`,
  open_until: `(item.content ->> 'openUntil')::date`,
  apply_url: `item.content ->> 'applyUrl'`,
  content_hash: `decode(item.hash, 'hex')`,
};

const values = Object.values(columns).join(', ');

const changes = Object.entries(columns)
  .map(([name, value]) => `${name} = ${value.replaceAll('item.', 'known.')}`)
  .join(', ');

/**
 * Keeps the vacancies of a call in one statement.
 * $1 portal, $2 items as JSON (index, reference, hash, employer, draft, flags, and content; a rejected one has no content),
 * $3 when the portal wrote it, $4 now.
 */
export const STORE = statement(
  'vacancies-store',
  {
    index: column.int4,
    outcome: column.text.as<StoredOutcome>(),
    vacancy: column.uuid.orNull,
    status: column.text.as<VacancyStatus>().orNull,
    reference: column.text,
    /** What holds it since this call; null when nothing does. */
    flags: column.jsonb.as<Flag[]>().orNull,
  },
  `with item as (
    select * from json_to_recordset($2) as item (index int, reference text, hash text, employer uuid, draft bool,
      flags jsonb, flag_keys text[], content jsonb)
  ), known as (
    -- Items whose vacancy is there, which its portal's lock keeps as it is, and what becomes of them. What people found in
    -- it (reports, an earlier rejection) stays with other content, until an officer decides.
    -- What an officer has cleared does not hold it again.
    select item.*, vacancy.id as vacancy_id, vacancy.status, case
        when lasting <> '[]' or not item.flag_keys <@ vacancy.cleared_flags then item.flags || lasting
        else '[]' end as all_flags,
      case when vacancy.written_at > $3::timestamptz then 'OUTDATED'
        when item.content is null then 'REJECTED'
        when vacancy.status = 'FILLED' or (item.draft and vacancy.status <> 'DRAFT') then 'ILLEGAL'
        when vacancy.content_hash = decode(item.hash, 'hex') and vacancy.status <> 'CLOSED'
          and (item.draft or vacancy.status <> 'DRAFT') then 'UNCHANGED'
        else 'UPDATED' end as outcome
    from item join vacancy on vacancy.portal_id = $1 and vacancy.reference = item.reference
      cross join lateral jsonb_path_query_array(vacancy.flags,
        '$[*] ? (@.kind == "REPORTED" || @.kind == "REJECTED_BEFORE")') as lasting
  ), created as (
    insert into vacancy (portal_id, reference, status, posted_at, written_at, flags, held_at,
      ${Object.keys(columns).join(', ')})
    select $1, item.reference, case when item.draft then 'DRAFT' else 'OPEN' end,
      case when item.draft then null else $4::timestamptz end, $3, item.flags,
      case when item.flags <> '[]' then $4 end, ${values}
    from item
    where item.content is not null and not exists (select from known where known.index = item.index)
    order by item.index
    returning id, reference, is_open, held_at, status
  ), seen as (
    -- The portal names them, with nothing new.
    update vacancy set written_at = $3 from known
    where vacancy.id = known.vacancy_id and known.outcome in ('UNCHANGED', 'REJECTED', 'ILLEGAL')
      and vacancy.written_at < $3
  ), changed as (
    update vacancy set written_at = $3, version = vacancy.version + 1, ${changes}, flags = known.all_flags,
      rejected_at = null,
      held_at = case when known.all_flags <> '[]' then coalesce(vacancy.held_at, $4) end,
      posted_at = coalesce(vacancy.posted_at, case when not known.draft then $4 end),
      status = case when not known.draft and vacancy.status in (${transition.sqlFrom(VacancyStatus.OPEN)})
        and vacancy.status <> 'PAUSED' then 'OPEN' else vacancy.status end
    from known where vacancy.id = known.vacancy_id and known.outcome = 'UPDATED'
    returning vacancy.id, known.index, vacancy.is_open, vacancy.held_at, vacancy.status
  ), fresh as (
    select created.id as vacancy_id, created.is_open, item.content from created join item using (reference)
    union all
    select changed.id, changed.is_open, known.content from changed join known using (index)
  ), wanted as (
    select vacancy_id, is_open, skill, level, weight from fresh cross join lateral
      jsonb_to_recordset(content -> 'requirements') as requirement (skill text, level text, weight smallint)
  ), forgotten as (
    delete from vacancy_skill using fresh where vacancy_skill.vacancy_id = fresh.vacancy_id and not exists (
      select from wanted where wanted.vacancy_id = vacancy_skill.vacancy_id and wanted.skill = vacancy_skill.skill_code)
  ), asked as (
    -- Of a skill that stays, the foreign key brings whether the vacancy is open.
    insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id, level, weight)
    select vacancy_id, skill, is_open, $1, level, weight from wanted order by vacancy_id, skill
    on conflict (vacancy_id, skill_code) do update set level = excluded.level, weight = excluded.weight
  )
  select item.index, coalesce(known.vacancy_id, created.id) as vacancy,
    coalesce(known.outcome, case when item.content is null then 'REJECTED' else 'CREATED' end) as outcome,
    coalesce(known.status, created.status) as status, item.reference,
    case when changed.held_at is not null then known.all_flags when created.held_at is not null then item.flags end as flags
  from item left join known on known.index = item.index left join created on created.reference = item.reference
    left join changed on changed.index = item.index`,
);

/** How a portal's vacancies stand beside a full file of $2, which names the references $3 without saying more. */
export const STANDING = statement(
  'vacancies-standing',
  { live: column.int4, named: column.int4, missing: column.int4 },
  `select count(*) filter (where status <> 'CLOSED')::int as live,
      count(*) filter (where written_at = $2::timestamptz)::int as named,
      count(*) filter (where status <> 'CLOSED' and written_at < $2 and reference <> all($3::text[]))::int as missing
    from vacancy where portal_id = $1 and status <> 'FILLED'`,
);

/** Closes what a full file of $2 of portal $1 does not name. */
export const WITHDRAW_MISSING = statement(
  'vacancies-withdraw',
  { vacancy: column.uuid },
  `with missing as (
    select id from vacancy where portal_id = $1 and written_at < $2::timestamptz and reference <> all($3::text[])
      and status in (${transition.sqlFrom(VacancyStatus.CLOSED)}) order by id for no key update
  ) ${vacancyMoves({ to: VacancyStatus.CLOSED, using: 'missing', where: 'vacancy.id = missing.id' })} returning vacancy.id as vacancy`,
);
