export interface WaveFigure {
  name: 'QUOTA' | 'APPLIED' | 'ELIGIBLE' | 'ACCEPTED';
  /** People. */
  value: number;
  /** ISO date to which the figure holds: the last day of the period that the source names; null where it names none. */
  asOf: string | null;
  definition: string;
  source: string;
}

export interface WaveHistory {
  number: number;
  policyVersion: '2020-A' | '2020-B';
  status: 'SETTLED';
  /** ISO dates of registration; null because our sources do not give them. */
  openedOn: string | null;
  closedOn: string | null;
  figures: readonly WaveFigure[];
}

// Policy 2020-B is in force from 7 August 2020; wave 4 opened the day after (VIVA, 7 August 2020).
const FIRST_WAVE_OF_2020_B = 4;
const LAST_WAVE = 32;

const press = 'Public press, by way of the programme rules of this project';

const quota = (value: number, asOf: string, source: string): WaveFigure => ({
  name: 'QUOTA',
  value,
  asOf,
  definition: 'Places announced for the wave, before revocations.',
  source,
});

const figures: Readonly<Record<number, readonly WaveFigure[]>> = {
  1: [
    { name: 'ACCEPTED', value: 168_111, asOf: null, definition: 'Applicants accepted as recipients.', source: press },
  ],
  10: [quota(116_261, '2020-09-30', 'Kompas.com, quoted by Motorplus, September 2020')],
  12: [quota(600_000, '2021-02-26', 'Liputan6.com, 26 February 2021')],
  13: [quota(600_000, '2021-03-06', 'Kompas.com, 6 March 2021')],
  19: [
    { name: 'APPLIED', value: 3_967_595, asOf: null, definition: 'People who joined the wave.', source: press },
    {
      name: 'ELIGIBLE',
      value: 2_413_677,
      asOf: null,
      definition: 'Applicants who met the conditions, before the draw.',
      source: press,
    },
    { name: 'ACCEPTED', value: 800_000, asOf: null, definition: 'Applicants accepted as recipients.', source: press },
  ],
  24: [quota(300_000, '2022-03-14', 'Teknatekno, quoting the coordinating minister of 14 March 2022')],
};

/** Waves 1–32 (April 2020 to June 2022). A wave without a published figure has none: nothing here is estimated. */
export const waveHistory: readonly WaveHistory[] = Array.from({ length: LAST_WAVE }, (_, index) => {
  const number = index + 1;
  return {
    number,
    policyVersion: number < FIRST_WAVE_OF_2020_B ? '2020-A' : '2020-B',
    status: 'SETTLED',
    openedOn: null,
    closedOn: null,
    figures: figures[number] ?? [],
  };
});
