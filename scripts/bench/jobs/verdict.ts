import type { AlumniFigures } from './alumni.ts';
import type { RecommendationFigures } from './recommendation.ts';

export const GOALS = { alumniMs: 50, recommendationsMs: 80, statements: 3, ratio: 2, flat: 2 };

/** Everyone who has been through the programme so far. */
const ALL = 12_800_000;

/** What was measured with a number of profiles. */
interface Measurement {
  people: number;
  alumni: AlumniFigures;
  recommendations: RecommendationFigures;
}

const rounded = (value: number): number => Number(value.toFixed(2));

/** By how much a time grew with the profiles, and what it is for all if it goes on so, as a power of their number. */
const growthOf = (few: Measurement, many: Measurement, ms: (figures: Measurement) => number) => {
  const growth = ms(many) / ms(few);
  const power = Math.log(growth) / Math.log(many.people / few.people);
  return { growth: rounded(growth), for12_8M: rounded(ms(many) * (ALL / many.people) ** Math.max(0, power)) };
};

/** The last line of alumniBySkill: the worst of first and further pages, of skills that many and few hold. */
export const verdictOfAlumni = (few: Measurement, many: Measurement) => {
  const { popular, rare } = many.alumni;
  const pages = [popular.first, rare.first, ...(popular.next ? [popular.next] : [])];
  const worst = pages.reduce((one, other) => (other.ratio > one.ratio ? other : one));
  const ours = Math.max(...pages.map(({ p95 }) => p95));
  const flat = rounded(popular.last / popular.second);
  return {
    bench: 'jobs',
    what: 'alumniBySkill',
    unit: 'ms, p95; reference and ratio: p50',
    ours,
    reference: worst.byHand,
    ratio: worst.ratio,
    flat,
    first: growthOf(few, many, ({ alumni }) => alumni.popular.first.p50),
    next: growthOf(few, many, ({ alumni }) => alumni.popular.next?.p50 ?? alumni.popular.first.p50),
    rosterS: growthOf(few, many, ({ alumni }) => alumni.rosterS),
    goal: GOALS.alumniMs,
    pass: ours <= GOALS.alumniMs && worst.ratio <= GOALS.ratio && flat <= GOALS.flat,
  };
};

/** The last line of recommendedVacancies. */
export const verdictOfRecommendations = (few: Measurement, many: Measurement) => {
  const { ours, floor, statements } = many.recommendations;
  const ratio = rounded(ours.p50 / floor.p50);
  return {
    bench: 'jobs',
    what: 'recommendedVacancies',
    unit: 'ms, p95; ratio: p50',
    ours: ours.p95,
    reference: floor.p95,
    ratio,
    statements,
    p50: growthOf(few, many, ({ recommendations }) => recommendations.ours.p50),
    goal: GOALS.recommendationsMs,
    pass: ours.p95 <= GOALS.recommendationsMs && ratio <= GOALS.ratio && statements <= GOALS.statements,
  };
};
