export interface JobPortal {
  id: string;
  name: string;
}

const portal = (letter: string, place: number): JobPortal => ({
  id: `018d0000-0000-7000-8000-0000000002${String(place).padStart(2, '0')}`,
  name: `Portal Kerja ${letter} (synthetic)`,
});

/** Our sources give the number of job portals (four, June 2022) but not their names: these are made up. */
export const jobPortals: readonly JobPortal[] = [...'ABCD'].map((letter, index) => portal(letter, index + 1));
