import { column, statement } from '../../kit/statement.ts';

/**
 * Grants that hold no more on the day $1 and whose end was not acted on yet. What went live in the minutes after, by a
 * check of the minutes before, is looked at again.
 */
export const ENDED = statement(
  'withholding-ended-grants',
  { id: column.uuid, grantee: column.text },
  `select id, grantee from ownership_grant as ended
    left join lapsed_grant as lapsed on lapsed.grant_id = ended.id
    where ((status = 'REVOKED' and ends_on <= $1::date) or (status in ('GRANTED', 'REVOKED') and until_day < $1::date))
      and (lapsed.grant_id is null or exists (select from subgraph_revision as live
        where live.status = 'LIVE' and live.live_at > lapsed.noted_at
          and live.live_at < lapsed.noted_at + interval '10 minutes'
          and (ended.grantee = '*' or live.organization = ended.grantee)))
    order by id`,
);

export const NOTE_LAPSED = `insert into lapsed_grant (grant_id, noted_at)
  select id, $2::timestamptz from unnest($1::uuid[]) as id
  on conflict (grant_id) do update set noted_at = excluded.noted_at`;

/** What is left out of revisions ($1), or should be: the last word about each. */
export const LAST_WITHHELD = statement(
  'withholding-last',
  {
    revisionId: column.uuid,
    elements: column.textArray,
    findings: column.jsonb,
    notedAt: column.timestamptz,
    isEnforced: column.bool,
  },
  `select distinct on (revision_id) revision_id as "revisionId", elements, findings, noted_at as "notedAt",
      release is not null as "isEnforced"
    from withholding where revision_id = any($1::uuid[]) order by revision_id, noted_at desc, id desc`,
);
