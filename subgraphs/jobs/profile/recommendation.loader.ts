import { z } from 'zod';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, idKey, type Page } from '../../kit/page.ts';
import { column, statement } from '../../kit/statement.ts';
import { isShown } from '../vacancy/index.ts';
import type { RecommendedVacancyType } from './recommendation.type.ts';

/** Number of matching skills, then the vacancy's id: both fall from page to page. */
export const recommendationKey = z.tuple([z.int().min(1).max(1_000), ...idKey.def.items]);
export type RecommendationKey = z.infer<typeof recommendationKey>;

/** The newest open vacancies of each skill that are considered: bounds a page, however popular a skill is. */
const CONSIDERED = 500;

// `page`: for one person, the vacancies that share a skill, the best first. `newest`: the vacancies that are considered
// of one skill, read from the index of open ones.
const PAGES = statement(
  'recommendation-pages',
  { participantId: column.uuid, vacancyId: column.uuid, matchingCodes: column.textArray },
  `select participant_id as "participantId", page.vacancy_id as "vacancyId", matching as "matchingCodes"
    from skill_profile cross join lateral (
      select vacancy_id, array_agg(code) as matching
      from unnest(skill_profile.skills) as skill (code) cross join lateral (
        select vacancy_id from vacancy_skill where skill_code = skill.code and ${isShown('vacancy_skill')}
        order by vacancy_id desc limit ${CONSIDERED}) newest
      group by vacancy_id
      having (count(*), vacancy_id) < ($2::bigint, $3::uuid)
      order by count(*) desc, vacancy_id desc limit $4
    ) page
    where participant_id = any($1::uuid[])`,
);

const ABOVE_ALL = 1_000_000;

const boundOf = ({ after, first }: Page<RecommendationKey>): [number, string] => {
  const idPage: Page<IdKey> = { first, after: after && [after[1]] };
  return [after?.[0] ?? ABOVE_ALL, below(idPage)];
};

/** Recommendations of many participants in one statement: its cost follows their skills, not the vacancies there are. */
export const recommendationsByParticipant = (database: Database) =>
  pagesByParent<RecommendationKey, RecommendedVacancyType>(
    async (people, page) => {
      const values = [people.filter(isUuid), ...boundOf(page), page.first + 1];
      const rows = await database.rows(PAGES, values);
      // Sorted here, for the few that are shown: in SQL it would sort every candidate's.
      return rows.map((row) => ({ ...row, matchingCodes: row.matchingCodes.toSorted() }));
    },
    ({ participantId }) => participantId,
  );
