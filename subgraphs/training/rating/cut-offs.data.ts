import { jakartaDayAfter } from '../../kit/jakarta.ts';

/** The last days to finish and to rate, of seats that were reserved from a day on. Days are those of Jakarta, `YYYY-MM-DD`. */
export interface CutOffs {
  version: string;
  reservedFrom: string;
  /** Last day to finish, for the incentive; null where none was announced. */
  finishUntil: string | null;
  /** Last day to rate, until 23:59 WIB; null where none was announced, and `rateDays` counts. */
  rateUntil: string | null;
  /** Days from finishing within which one rates. */
  rateDays: number;
  /** Days within which a rating can be changed, never beyond the time to rate. */
  editDays: number;
  source: string;
  /** What no source of ours states. */
  assumed: string;
}

const open = { finishUntil: null, rateUntil: null, rateDays: 90, editDays: 30 };
const assumedDays = 'no day was announced that we know: 90 days to rate, 30 days to change';

/** Oldest first. */
export const cutOffs: readonly CutOffs[] = [
  {
    ...open,
    version: 'cut-offs-2020',
    reservedFrom: '2020-04-11',
    source: 'Permenko 11/2020: the incentive takes certificate, review and rating of the first course',
    assumed: assumedDays,
  },
  {
    ...open,
    version: 'cut-offs-2022',
    reservedFrom: '2022-01-01',
    finishUntil: '2022-12-05',
    rateUntil: '2022-12-10',
    source: 'Announcement of the programme office for 2022; public press',
    assumed: '30 days to change a rating',
  },
  {
    ...open,
    version: 'cut-offs-2023',
    reservedFrom: '2023-01-01',
    source: 'Permenko 17/2022: the incentive takes certificate, review and rating of the first course',
    assumed: assumedDays,
  },
];

/** Returns the cut-offs for a seat that was reserved at that moment; the oldest ones for seats from before all of them. */
export const cutOffsOf = (reservedAt: Date): CutOffs => {
  const day = jakartaDayAfter(reservedAt, 0);
  const found = cutOffs.findLast(({ reservedFrom }) => reservedFrom <= day) ?? cutOffs[0];
  if (!found) throw new Error('there are no cut-offs');
  return found;
};

const DAY_MS = 86_400_000;

/** The moment at which a day of Jakarta is over. */
const endOf = (day: string): Date => new Date(Date.parse(`${day}T00:00:00+07:00`) + DAY_MS);

/** The moment from which a course that was finished then is rated no more. */
export const ratingEnds = ({ rateUntil, rateDays }: CutOffs, completedAt: Date): Date =>
  rateUntil === null ? new Date(completedAt.getTime() + rateDays * DAY_MS) : endOf(rateUntil);

/** The moment from which a rating is changed no more. */
export const changesEnd = (rules: CutOffs, { ratedAt, completedAt }: { ratedAt: Date; completedAt: Date }): Date => {
  const own = new Date(ratedAt.getTime() + rules.editDays * DAY_MS);
  const last = ratingEnds(rules, completedAt);
  return own < last ? own : last;
};

/** Decides whether a course was finished in time for the incentive. */
export const isFinishedInTime = ({ finishUntil }: CutOffs, completedAt: Date): boolean =>
  finishUntil === null || completedAt < endOf(finishUntil);
