import type { Text } from '../../kit/language.ts';
import { Refusal } from '../../kit/refusal.ts';
import { sentFaults } from '../../kit/sent/sent.refusal.ts';

const rupiah = (amount: number): Text => ({
  en: `Rp ${amount.toLocaleString('en-GB')}`,
  id: `Rp ${amount.toLocaleString('id-ID')}`,
});

type Path = readonly string[];

/** Every fault of a vacancy's content; a path leads to it, with indexes as text. */
export const faults = {
  ...sentFaults,
  occupationUnknown: (path: Path) =>
    new Refusal(
      'OCCUPATION_UNKNOWN',
      {
        en: 'An occupation is the code of a unit group of ISCO-08: four digits, such as 5132.',
        id: 'Jabatan ditulis sebagai kode kelompok unit ISCO-08: empat angka, misalnya 5132.',
      },
      path,
    ),
  regionMissing: (path: Path) =>
    new Refusal(
      'REGION_MISSING',
      {
        en: 'Work that is not remote has a regency or city.',
        id: 'Pekerjaan yang tidak jarak jauh memerlukan kabupaten atau kota.',
      },
      path,
    ),
  regencyUnknown: (path: Path) =>
    new Refusal(
      'REGENCY_UNKNOWN',
      {
        en: 'There is no regency or city with this code; `regions` lists them, as in 32.73.',
        id: 'Tidak ada kabupaten atau kota dengan kode ini; `regions` mendaftarnya, misalnya 32.73.',
      },
      path,
    ),
  payOutOfRange: (path: Path, { least, most }: { least: number; most: number }) =>
    new Refusal(
      'PAY_OUT_OF_RANGE',
      {
        en: `Monthly pay is ${rupiah(least).en} to ${rupiah(most).en}; leave it out where it is not stated.`,
        id: `Upah bulanan ${rupiah(least).id} sampai ${rupiah(most).id}; kosongkan bila tidak dicantumkan.`,
      },
      path,
    ),
  payReversed: (path: Path) =>
    new Refusal(
      'PAY_REVERSED',
      { en: 'The highest pay is below the lowest.', id: 'Upah tertinggi lebih rendah daripada upah terendah.' },
      path,
    ),
  requirementsOutOfRange: (path: Path, most: number) =>
    new Refusal(
      'REQUIREMENTS_OUT_OF_RANGE',
      { en: `A vacancy asks for 1 to ${most} skills.`, id: `Lowongan meminta 1 sampai ${most} keterampilan.` },
      path,
    ),
  weightOutOfRange: (path: Path, most: number) =>
    new Refusal(
      'WEIGHT_OUT_OF_RANGE',
      { en: `A weight is 1 to ${most}.`, id: `Bobot bernilai 1 sampai ${most}.` },
      path,
    ),
  openUntilPast: (path: Path) =>
    new Refusal(
      'OPEN_UNTIL_PAST',
      { en: 'This day is over in Jakarta.', id: 'Tanggal ini sudah lewat di Jakarta.' },
      path,
    ),
  openUntilTooFar: (path: Path, last: string) =>
    new Refusal(
      'OPEN_UNTIL_TOO_FAR',
      {
        en: `A vacancy is open for a year at most: until ${last}.`,
        id: `Lowongan paling lama setahun: sampai ${last}.`,
      },
      path,
    ),
  openingsOutOfRange: (path: Path, most: number) =>
    new Refusal(
      'OPENINGS_OUT_OF_RANGE',
      {
        en: `A vacancy has 1 to ${most.toLocaleString('en-GB')} openings.`,
        id: `Lowongan mencari 1 sampai ${most.toLocaleString('id-ID')} orang.`,
      },
      path,
    ),
};
