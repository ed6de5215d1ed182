// The best that we could write by hand for exactly this: a text, one skill and one province, by relevance. The skill and
// the province come first, since they leave a few hundred courses; nothing is asked of conditions that are not there.
export const REFERENCE = `
  with typed as materialized (
    select words[1] as word, is_filler, course_query(words) as query
      from json_to_recordset($1::json) as typed (words text[], is_filler boolean)
  ), read as materialized (
    select is_filler, case when is_filler or exists (select from course_search where words @@ query) then query
        else coalesce(query || course_query(near_course_words(word)), query) end as query
      from typed
  ), asked as materialized (
    select string_agg('(' || query::text || ')', ' & ') filter (where not is_filler)::tsquery as whole,
        string_agg(query::text, ' | ') filter (where not is_filler)::tsquery as part,
        coalesce(string_agg(query::text, ' | ') filter (where is_filler), '')::tsquery as fillers
      from read
  ), candidate as materialized (
    select course_id, head, words from course_search
      where skills @> array[$2] and platform_id not in (select id from platform where is_suspended)
        and institution_id not in (select id from institution where is_suspended)
        and (province = $3 or course_id in (select course_id from schedule
        where status = 'PUBLISHED' and region_code is not null and left(region_code, 2) = $3 and starts_at >= $4))
  ), scored as materialized (
    select course_id, words @@ whole as is_whole, words @@ part as is_part,
        (1000000 * (ts_rank('{0, 0.3, 0.6, 1}', head, part, 1)
          + 0.2 * ts_rank('{0, 0.3, 0.6, 1}', head, fillers, 1)))::bigint as score
      from candidate, asked
  ), page as materialized (
    select course_id, score from scored
      where case when exists (select from scored where is_whole) then is_whole else is_part end
      order by score desc, course_id desc limit $5
  )
  select course.id, title, description, price, duration_hours, mode, status, rating_count, is_synthetic, platform_id,
      institution_id, round(rating_sum::numeric / nullif(rating_count, 0), 2)::float8 as rating_average
    from page join course on course.id = course_id order by score desc, course_id desc`;
