/**
 * SQL of tables whose rows are only ever added, split by month. Released migrations are made of it: what a name here
 * answers is never changed, only added to.
 */

interface Refusal {
  name: string;
  /** Message for `raise exception`: a format with its arguments. */
  message: string;
}

/** A trigger function that refuses whatever it is called for. */
export const refuseChange = ({
  name,
  message,
}: Refusal): string => `create function ${name}() returns trigger language plpgsql as $$
begin
  raise exception ${message}
    using errcode = 'restrict_violation';
end $$`;

/** `refuse` as a trigger on rows of `table` and its partitions. */
export const refuseRows = (table: string, refuse: string): string =>
  `create trigger refuse_change before update or delete on ${table}
    for each row execute function ${refuse}()`;

interface Guard {
  name: string;
  refuse: string;
  /** Further statements on the partition, each a format with one %s. */
  also?: readonly string[];
}

/** What takes the rights to change a partition away from its owner too. */
export const REVOKE_CHANGE = 'revoke update, delete, truncate on %s from current_user';

/** A function that guards one table or partition. Grants and statement triggers do not pass on: each gets its own. */
export const guardPartition = ({ name, refuse, also = [] }: Guard): string => {
  const truncate = `create trigger refuse_truncate before truncate on %s
    for each statement execute function ${refuse}()`;
  const statements = [truncate, ...also].map((text) => `  execute format('${text}', target);\n`).join('');
  return `create function ${name}(target regclass) returns void language plpgsql as $$
begin
${statements}end $$`;
};

/** Guards the parent and its default partition, which holds what falls in a month without a partition of its own. */
export const guardParents = (table: string, guard: string): readonly string[] => [
  `create table ${table}_default partition of ${table} default`,
  `select ${guard}(target) from unnest(array['${table}', '${table}_default']::regclass[]) as target`,
];

interface Months {
  name: string;
  table: string;
  guard: string;
  /** Whether rows are split by a moment or by a day. Months are those of Asia/Jakarta (UTC+7, no summer time). */
  by: 'moment' | 'day';
}

/** A function that makes the partition of one month. ATTACH lets inserts into the other partitions go on. */
export const createMonth = ({ name, table, guard, by }: Months): string => {
  const [from, to] = by === 'moment' ? [`first || ' 00:00+07'`, `next || ' 00:00+07'`] : ['first', 'next'];
  return `create function ${name}(any_day date) returns void language plpgsql
set lock_timeout = '3s' as $$
declare
  first date := date_trunc('month', any_day)::date;
  next date := (date_trunc('month', any_day) + interval '1 month')::date;
  target text := '${table}_' || to_char(any_day, 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('${name}'));
  if to_regclass(target) is not null then return; end if;
  execute format('create table %I (like ${table} including defaults including constraints)', target);
  perform ${guard}(target::regclass);
  execute format('alter table ${table} attach partition %I for values from (%L) to (%L)',
    target, ${from}, ${to});
end $$`;
};

/** Makes the partitions of this month and the next two. */
export const firstMonths = (name: string): string =>
  `select ${name}((current_date + make_interval(months => ahead))::date)
    from generate_series(0, 2) as ahead`;
