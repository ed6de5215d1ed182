import { z } from 'zod';
import type { Database } from '../../kit/database.ts';
import type { Page } from '../../kit/page.ts';
import { column, statement } from '../../kit/statement.ts';
import { liveConsentSql } from '../consent/index.ts';
import { type Pads, pseudonymSql } from './pseudonyms.ts';

/** Number of matching skills, then the pseudonym: both fall from page to page, and neither tells who it is. */
export const alumnusKey = z.tuple([z.int().min(1).max(20), z.string().regex(/^[0-9a-f]{32}$/)]);
export type AlumnusKey = z.infer<typeof alumnusKey>;

// By pseudonym, which is another order for each portal: by a common one two portals could match their lists.
// `live`: the newest consent by which the portal may find the person. `alumnus`: who has a skill and such a consent.
const PAGE = statement(
  'alumni-by-skill',
  { pseudonym: column.text, matchingCodes: column.textArray, regionCode: column.text },
  `select encode(pseudonym, 'hex') as pseudonym, matching as "matchingCodes", region_code as "regionCode"
    from (
      select ${pseudonymSql({ participant: 'profile.participant_id', inner: '$2', outer: '$3' })} as pseudonym,
        array(select code from unnest(profile.skills) as code where code = any($4::text[]) order by code) as matching,
        live.region_code
      from skill_profile profile cross join lateral (
        ${liveConsentSql({ participant: 'profile.participant_id', portal: '$1::uuid', purpose: `'JOB_MATCHING'`, now: '$6::timestamptz' })}
      ) live
      where profile.skills && $4::text[] and ($5::text is null or starts_with(live.region_code, $5))
    ) alumnus
    where (cardinality(matching), pseudonym) < ($7::int, $8::bytea)
    order by cardinality(matching) desc, pseudonym desc limit $9`,
);

const ABOVE_ALL = 1_000;

export interface AlumniWanted {
  portal: string;
  pads: Pads;
  skills: readonly string[];
  /** A regency or city, or a province; null for all. */
  region: string | null;
  now: Date;
}

/** A page of the alumni whom a portal may see. Its cost follows how many have one of the skills. */
export const listAlumni = (database: Database, page: Page<AlumnusKey>, wanted: AlumniWanted) => {
  const { portal, pads, skills, region, now } = wanted;
  const [matching, pseudonym] = page.after ?? [ABOVE_ALL, ''];
  const after = [matching, Buffer.from(pseudonym, 'hex')];
  const values = [portal, pads.inner, pads.outer, skills, region, now, ...after, page.first + 1];
  return database.rows(PAGE, values);
};
