export const ADD = `insert into catalogue_problem
    (platform_id, source, found_at, course_id, reference, code, path, message, example)
  select $1, $2, $3, row.course, row.reference, row.code, row.path, row.message, row.example
  from json_to_recordset($4) as row
    (course uuid, reference text, code text, path text, message jsonb, example text)`;

/** Forgets what was found in references $3, which were sent again, and what older files than that of $4 had without one. */
export const FORGET = `delete from catalogue_problem where platform_id = $1 and source = $2
  and (reference = any($3::text[]) or (reference is null and found_at < $4))`;

// A platform may send what it likes: its list is bounded.
export const KEEP_NEWEST = `delete from catalogue_problem where platform_id = $1 and id <= (
  select id from catalogue_problem where platform_id = $1 order by id desc offset 10000 limit 1)`;
