import { execute, type Transaction } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';

// Under the portal's lock, so that nobody else adds one meanwhile.
const KEEP = statement(
  'employers-keep',
  { id: column.uuid, name: column.text },
  `with known as (
    select id, name from employer where portal_id = $1 and name = any($2::text[])
  ), added as (
    insert into employer (portal_id, name) select $1, name from unnest($2::text[]) as sent (name)
    where name not in (select name from known) returning id, name
  ) select id, name from known union all select id, name from added`,
);

/** Returns the ids of a portal's employers by their names, each name sent once; new ones are added. */
export const keepEmployers = async (
  tx: Transaction,
  portal: string,
  names: readonly string[],
): Promise<Map<string, string>> => {
  if (names.length === 0) return new Map();
  const { rows } = await execute(tx, KEEP, [portal, names]);
  return new Map(rows.map(({ id, name }) => [name, id]));
};
