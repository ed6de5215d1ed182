import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { isFrozenSql } from '../draw/index.ts';

const STANDING = statement(
  'waves-standing',
  { number: column.int4, isBusy: column.bool, isFrozen: column.bool },
  `select number, exists (select from wave_step where wave_number = number and status = 'RUNNING') as "isBusy",
      ${isFrozenSql('number')} as "isFrozen"
    from unnest($1::int[]) as number`,
);

/** Whether a step of a wave is under way, and whether its entries are fixed for the draw. */
export const standingByWave = (database: Pick<Database, 'rows'>) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const rows = await database.rows(STANDING, [numbers]);
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    return numbers.map((number) => byNumber.get(number) ?? { isBusy: false, isFrozen: false });
  });
