import type { Database } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { transition, WaveStatus } from './wave.status.ts';

const MOVE = statement(
  'waves-by-schedule',
  { number: column.int4, status: column.text.as<WaveStatus.OPEN | WaveStatus.CLOSED>() },
  `with
  -- Waves whose time has come.
  opened as (
    update wave set status = 'OPEN'
    where status in (${transition.sqlFrom(WaveStatus.OPEN)}) and opens_at <= $1 and closes_at > $1 returning number
  ),
  -- Waves whose time is over.
  closed as (
    update wave set status = 'CLOSED'
    where status in (${transition.sqlFrom(WaveStatus.CLOSED)}) and closes_at <= $1 returning number
  )
  select number, 'OPEN' as status from opened union all select number, 'CLOSED' from closed`,
);

/** Opens and closes the waves whose time has come. @returns which ones, each with its new state */
export const moveBySchedule = (database: Pick<Database, 'rows'>, now: Date) => database.rows(MOVE, [now]);
