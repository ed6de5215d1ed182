// The best that we could write by hand for exactly this: a text and one province, by relevance; nothing is asked of
// conditions that are not there. It is planned at each call too: one plan for all texts would use no index of them.
export const REFERENCE = `
  with typed as materialized (
    select words[1] as word, is_filler, vacancy_query(words) as query
      from json_to_recordset($1::json) as typed (words text[], is_filler boolean)
  ), read as materialized (
    select is_filler, case when is_filler or exists (select from vacancy where is_open and words @@ query) then query
        else coalesce(query || vacancy_query(near_vacancy_words(word)), query) end as query
      from typed
  ), asked as materialized (
    select string_agg('(' || query::text || ')', ' & ') filter (where not is_filler)::tsquery as whole,
        string_agg(query::text, ' | ') filter (where not is_filler)::tsquery as part,
        coalesce(string_agg(query::text, ' | ') filter (where is_filler), '')::tsquery as fillers
      from read
  ), chosen as materialized (
    select case when exists (select from vacancy where is_open and region_code >= $2 and region_code < $2 || '~'
        and portal_id <> all (array(select id from portal where is_suspended)) and words @@ (select whole from asked))
      then whole else part end as query from asked
  ), page as materialized (
    select id, (1000000 * (ts_rank('{0, 0.3, 0.6, 1}', head, (select part from asked), 1)
        + 0.2 * ts_rank('{0, 0.3, 0.6, 1}', head, (select fillers from asked), 1)))::bigint as score from vacancy
      where is_open and portal_id <> all (array(select id from portal where is_suspended))
        and region_code >= $2 and region_code < $2 || '~' and words @@ (select query from chosen)
      order by score desc, id desc limit $3
  )
  select vacancy.id, title, description, region_code, monthly_salary_from, monthly_salary_to, employment_type, posted_at
    from page join vacancy using (id) order by score desc, id desc`;
