import { getProvinces, getRegencies } from 'idn-area-data';

export interface Region {
  /** Dotted Kemendagri code: `32` for a province, `32.73` for a regency or city. */
  code: string;
  name: string;
  level: 'PROVINCE' | 'REGENCY';
  parentCode: string | null;
  /** True for a city (kota), false for a regency (kabupaten) and for a province. */
  isCity: boolean;
}

/**
 * All provinces, then all regencies and cities, each in order of code.
 * Source and licence: ATTRIBUTION.md in this folder.
 */
export const readRegions = async (): Promise<Region[]> => {
  const [provinces, regencies] = await Promise.all([getProvinces(), getRegencies({ transform: true })]);
  return [
    ...provinces.map(({ code, name }) => ({ code, name, level: 'PROVINCE' as const, parentCode: null, isCity: false })),
    ...regencies.map(({ code, name, provinceCode }) => ({
      code,
      name,
      level: 'REGENCY' as const,
      parentCode: provinceCode,
      isCity: name.startsWith('Kota '),
    })),
  ];
};
