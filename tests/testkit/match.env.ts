/** How many people register in the test of the civil registry's faults; 10,000 takes a minute. */
export const matchPeople = (): number => Number(process.env.MATCH_PEOPLE ?? 1_000);
