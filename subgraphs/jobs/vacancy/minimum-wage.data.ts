/** Monthly minimum wages by province, from the day on which they hold. */
export interface MinimumWages {
  from: string;
  source: string;
  /** Whole rupiah by the code of the province. */
  byProvince: ReadonlyMap<string, number>;
}

// Amounts with fractions of a rupiah are cut. Regencies may set higher ones (UMK); the provincial one is the floor.
const of2026 = `
  11 3932552 12 3228949 13 3182955 14 3780495 15 3471497 16 3942963 17 2827250 18 3047734 19 4035000 21 3879520
  31 5729876 32 2317601 33 2327386 34 2417495 35 2446880 36 3100881 51 3207459 52 2673861 53 2455898
  61 3054552 62 3686138 63 3725000 64 3762431 65 3775243 71 4002630 72 3179565 73 3921088 74 3306496 75 3405144
  76 3315934 81 3334490 82 3510240 91 4436283 92 3841000 93 4508100 94 4285848 95 4508714 96 3766000`;

const amountsOf = (text: string): ReadonlyMap<string, number> => {
  const words = text.trim().split(/\s+/);
  return new Map(
    words.flatMap((word, place) => (place % 2 === 0 ? [[word, Number(words[place + 1])] as [string, number]] : [])),
  );
};

/** What is known of them, oldest first. */
export const minimumWages: readonly MinimumWages[] = [
  {
    from: '2026-01-01',
    source:
      'Kemnaker’s list of the UMP of 38 provinces for 2026, published on 6 January 2026, as the press reprinted it',
    byProvince: amountsOf(of2026),
  },
];

/** Returns the amounts that hold on a day; undefined before the first known ones. */
export const inForce = (wages: readonly MinimumWages[], day: string): ReadonlyMap<string, number> | undefined =>
  wages.findLast(({ from }) => from <= day)?.byProvince;
