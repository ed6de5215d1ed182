/** The last days on which the conditions of an incentive are met. Days are those of Jakarta, `YYYY-MM-DD`. */
export interface CutOffs {
  /** The year in which the balances of these recipients end. */
  year: number;
  /** Last day to rate the first course, until 23:59 WIB. */
  rateUntil: string;
  /** Last day to link a wallet, until 23:59 WIB. */
  linkUntil: string;
  /** Last day to fill in a survey, until 23:59 WIB. */
  surveyUntil: string;
  source: string;
  /** What no source of ours states. */
  assumed: string;
}

/**
 * Oldest first; a year that is not named has none. Training decides whether the course was finished in time (2022: by 5
 * December) and says so of the rating.
 */
export const cutOffs: readonly CutOffs[] = [
  {
    year: 2022,
    rateUntil: '2022-12-10',
    linkUntil: '2022-12-10',
    surveyUntil: '2022-12-10',
    source:
      'Announcement of the programme office for 2022: rate, link and survey by 10 December 23:59 WIB; public press',
    assumed: 'a wallet that was linked in time may be verified later',
  },
];

const DAY_MS = 86_400_000;

/** The moment at which a day of Jakarta is over. */
const endOf = (day: string): Date => new Date(Date.parse(`${day}T00:00:00+07:00`) + DAY_MS);

/** The cut-offs as columns for a statement: years, and for each the moments before which one rates, links and submits. */
export const cutOffColumns = (rows: readonly CutOffs[] = cutOffs): unknown[] => [
  rows.map(({ year }) => year),
  rows.map(({ rateUntil }) => endOf(rateUntil)),
  rows.map(({ linkUntil }) => endOf(linkUntil)),
  rows.map(({ surveyUntil }) => endOf(surveyUntil)),
];
