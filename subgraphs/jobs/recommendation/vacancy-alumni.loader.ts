import DataLoader from 'dataloader';
import { inputError } from '../../kit/errors.ts';
import type { Kit } from '../../kit/feature.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { column, statement } from '../../kit/statement.ts';
import { type AlumniPage, AlumniPurpose, type AlumniSearches, SKILLS, searchingPortal } from '../alumnus/index.ts';

/** The skills by which people are searched for vacancies $2 of portal $1 in provinces $3, side by side. */
const SEARCHES = statement(
  'vacancy-alumni-searches',
  { index: column.int4, skills: column.textArray, asked: column.int4 },
  `select index::int4 as index, vacancy_alumni_skills(vacancy, $1::uuid, province, ${SKILLS}) as skills,
      (select count(*)::int from vacancy_skill where vacancy_id = vacancy) as asked
    from unnest($2::uuid[], $3::text[]) with ordinality as wanted (vacancy, province, index)`,
);

export interface VacancyAlumniWanted {
  vacancy: string;
  province: string;
  first: number;
  /** The last pseudonym of the page before. */
  after: string | null;
}

/** A page of a search for a vacancy, and what was searched for. */
export interface VacancyAlumniPage extends AlumniPage {
  /** Codes of the skills that everyone on it has, in order. */
  skills: string[];
  /** How many skills the vacancy asks for. */
  asked: number;
}

/** Most vacancies of a request: each is a search, which draws its own sample. */
const MOST_VACANCIES = 10;

const tooMany = () =>
  inputError(
    'VACANCIES_OUT_OF_RANGE',
    {
      en: `Ask for the alumni of at most ${MOST_VACANCIES} vacancies at a time.`,
      id: `Minta alumni untuk paling banyak ${MOST_VACANCIES} lowongan sekaligus.`,
    },
    'first',
  );

const NOBODY: AlumniPage = { pseudonyms: [], hasMore: false, total: 0 };

/** Alumni for vacancies of the caller's portal: two statements for all vacancies of a page. */
export const vacancyAlumniLoaders = (
  { database, alumni }: Pick<Kit, 'database'> & { alumni: AlumniSearches },
  facts: RequestFacts,
) => ({
  vacancyAlumni: new DataLoader<VacancyAlumniWanted, VacancyAlumniPage, string>(
    async (all) => {
      const wanted = all.slice(0, MOST_VACANCIES);
      const portal = searchingPortal(facts.caller) ?? '';
      const values = [portal, wanted.map(({ vacancy }) => vacancy), wanted.map(({ province }) => province)];
      const chosen = new Map((await database.rows(SEARCHES, values)).map((row) => [row.index - 1, row]));
      const asked = wanted.map((each, index) => {
        const { skills = [], asked: count = 0 } = chosen.get(index) ?? {};
        return { ...each, skills, asked: count };
      });
      // A vacancy without skills is none to search for.
      const searches = asked.filter(({ skills }) => skills.length > 0);
      const purpose = AlumniPurpose.VACANCY;
      const pages = await alumni.pages(
        portal,
        searches.map((search) => ({ ...search, purpose })),
        facts,
      );
      const found = asked.map((search) => {
        const page = pages[searches.indexOf(search)] ?? NOBODY;
        return page instanceof Error ? page : { ...page, skills: search.skills.toSorted(), asked: search.asked };
      });
      return [...found, ...all.slice(MOST_VACANCIES).map(tooMany)];
    },
    { cacheKeyFn: (wanted) => JSON.stringify(wanted) },
  ),
});

export type VacancyAlumniLoaders = ReturnType<typeof vacancyAlumniLoaders>;
