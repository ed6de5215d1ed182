export const ADD = `insert into portal_problem
    (portal_id, source, found_at, vacancy_id, reference, code, path, message, example)
  select $1, $2, $3, row.vacancy, row.reference, row.code, row.path, row.message, row.example
  from json_to_recordset($4) as row
    (vacancy uuid, reference text, code text, path text, message jsonb, example text)`;

/** Forgets what was found in references $3, which were sent again, and what was found before $4 without a reference. */
export const FORGET = `delete from portal_problem where portal_id = $1 and source = $2
  and (reference = any($3::text[]) or (reference is null and found_at < $4))`;

// A portal may send what it likes: its list is bounded.
export const KEEP_NEWEST = `delete from portal_problem where portal_id = $1 and id <= (
  select id from portal_problem where portal_id = $1 order by id desc offset 10000 limit 1)`;
