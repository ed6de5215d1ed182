import { column, statement } from '../../kit/statement.ts';
import type { Flag } from './vacancy.flag.ts';
import { VacancyStatus, vacancyMoves } from './vacancy.status.ts';

/** Takes one vacancy, to change its state. */
export const LOCK_VACANCY = statement(
  'vacancy-lock',
  {
    portal: column.uuid,
    reference: column.text,
    status: column.text.as<VacancyStatus>(),
    version: column.int4,
    openUntil: column.date,
    isHeld: column.bool,
    isRejected: column.bool,
    flags: column.jsonb.as<Flag[]>(),
  },
  `select portal_id as portal, reference, status, version, open_until as "openUntil", held_at is not null as "isHeld",
      rejected_at is not null as "isRejected", flags
    from vacancy where id = $1 for no key update`,
);

export const PORTAL_OF = statement(
  'vacancy-portal',
  { portal: column.uuid },
  `select portal_id as portal from vacancy where id = $1`,
);

/** What a person decides is newer than every file that was written before. */
export const MOVE = 'update vacancy set status = $2, written_at = greatest(written_at, $3) where id = $1';

const BATCH = 5_000;

/** Closes vacancies whose last day is before $1, some at a time; who is at work on one has it closed later. */
export const EXPIRE = statement(
  'vacancies-expire',
  { vacancy: column.uuid },
  `with over as (
    select id from vacancy where open_until < $1::date and status in ('DRAFT', 'OPEN', 'PAUSED')
    order by open_until limit ${BATCH} for no key update skip locked
  ) ${vacancyMoves({ to: VacancyStatus.CLOSED, using: 'over', where: 'vacancy.id = over.id' })} returning vacancy.id as vacancy`,
);

/** Holds vacancy $1 back from $3 on for a flag more, $2 as JSON. */
export const HOLD = `update vacancy set held_at = coalesce(held_at, $3), flags = flags || $2::jsonb where id = $1`;

/** Shows vacancy $1 again: what was found in it, $2, holds it no more. */
export const RELEASE = `update vacancy set held_at = null, rejected_at = null, flags = '[]',
  cleared_flags = (select array_agg(distinct flag) from unnest(cleared_flags || $2::text[]) as flag) where id = $1`;

/** Holds vacancy $1 for good, from $2 on; other content waits for a decision by flag $3. */
export const REJECT = `update vacancy set rejected_at = $2, flags = flags || $3::jsonb where id = $1`;
