import { z } from 'zod';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, idKey, type Page } from '../../kit/page.ts';
import { PAGES } from './recommendation.statement.ts';
import type { RecommendedVacancyType } from './recommendation.type.ts';

/** The score, then the vacancy's id: both fall from page to page. */
export const recommendationKey = z.tuple([z.number(), ...idKey.def.items]);
export type RecommendationKey = z.infer<typeof recommendationKey>;

const boundOf = ({ after, first }: Page<RecommendationKey>): [number, string] => [
  after?.[0] ?? Number.POSITIVE_INFINITY,
  below({ first, after: after && [after[1]] }),
];

/** Loads recommendations of many participants in one statement: its cost follows their skills, not the vacancies there are. */
export const recommendationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  recommendations: pagesByParent<RecommendationKey, RecommendedVacancyType>(
    (people, page) => database.rows(PAGES, [people.filter(isUuid), ...boundOf(page), page.first + 1]),
    ({ participantId }) => participantId,
  ),
});

export type RecommendationLoaders = ReturnType<typeof recommendationLoaders>;
