import { column, statement } from '../../kit/statement.ts';

const page = {
  outcome: column.text.as<'PAGE' | 'QUOTA' | 'CURSOR'>(),
  pseudonyms: column.textArray,
  hasMore: column.bool,
  total: column.int4,
  canariesBefore: column.int4,
  canariesNow: column.int4,
};
const PAGE = `outcome, pseudonyms, has_more as "hasMore", total, canaries_before as "canariesBefore",
      canaries_now as "canariesNow"`;

/** A page of a search, with its quota, its sample and its entries in the log, in one transaction: see the function. */
export const TAKE_PAGE = statement(
  'alumni-page',
  page,
  `select ${PAGE}
    from take_alumni_page($1::uuid, $2::text[], $3, $4, $5, $6::int, $7, $8::date, $9::timestamptz, $10::int)`,
);

/** Pages of several searches $2 of one portal, in one transaction, as one each would be. */
export const TAKE_PAGES = statement(
  'alumni-pages',
  { ...page, index: column.int4 },
  `select index::int4 as index, ${PAGE}
    from rows from (jsonb_to_recordset($2::jsonb) as (skills text[], province text, purpose text, first int, after text))
        with ordinality as search (skills, province, purpose, first, after, index)
      cross join lateral take_alumni_page($1::uuid, skills, province, purpose, $3, first, after, $4::date,
        $5::timestamptz, $6::int) page`,
);

/** How many alumni portal $1 could find by each skill, in province $2 or everywhere: the sum of what provinces show. */
export const SUPPLY = statement(
  'alumni-supply',
  { code: column.text, people: column.int4 },
  `select skill_code as code, sum(alumni_rounded(people))::int as people from (
      select province_code, skill_code, sum(people)::int as people from alumni_cell
      where roster_id = (select max(id) from alumni_roster) and ($2::text is null or province_code = $2)
        and (portal_id is null or portal_id = $1::uuid)
      group by province_code, skill_code
    ) cell left join alumni_edge on true
    where people >= 20 or people >= 10 and people >= alumni_size(salt, province_code, array[skill_code]) group by skill_code order by people desc, skill_code`,
);

/** People behind pseudonyms $2 of portal $1 who still let it find them. */
export const OPEN = statement(
  'alumni-open',
  { pseudonym: column.text, participantId: column.uuid, skills: column.textArray, provinceCode: column.text },
  `select pseudonym, participant_id as "participantId", search.skills, province_code as "provinceCode"
    from unnest($2::text[]) as pseudonym
      cross join lateral (select ('x' || left(pseudonym, 16))::bit(64)::bigint, ('x' || right(pseudonym, 16))::bit(64)::bigint
        ) as part (tag, ticket)
      join alumni_search search on search.tag = part.tag
      join skill_profile profile on profile.number = search.numbers[array_position(search.tickets, part.ticket)]
    where portal_id = $1::uuid and exists (
      select from consent where consent.participant_id = profile.participant_id
        and (consent.portal_id = $1::uuid or consent.portal_id is null)
        and purpose = 'JOB_MATCHING' and withdrawn_at is null and until > $3::timestamptz)`,
);

/** Which of pseudonyms $2 a search of portal $1 in the last week may have shown, whomever they lead to now. */
export const KNOWN = statement(
  'alumni-known',
  { pseudonym: column.text, isCanary: column.bool },
  `select pseudonym, number = -1 as "isCanary"
    from unnest($2::text[]) as pseudonym
      cross join lateral (select ('x' || left(pseudonym, 16))::bit(64)::bigint, ('x' || right(pseudonym, 16))::bit(64)::bigint
        ) as part (tag, ticket)
      join alumni_search search on search.tag = part.tag
      cross join lateral (select search.numbers[array_position(search.tickets, part.ticket)]) as place (number)
    where portal_id = $1::uuid and number <> 0`,
);

/** Makes the roster of day $1 as of $2 unless there is one. */
export const MAKE_ROSTER = `select make_alumni_roster($1::date, $2::timestamptz) as id
  where not exists (select from alumni_roster where day = $1::date)`;
