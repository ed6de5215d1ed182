import type { Text } from '../../kit/language.ts';
import { Refusal } from '../../kit/refusal.ts';
import { sentFaults } from '../../kit/sent/sent.refusal.ts';

const rupiah = (amount: number): Text => ({
  en: `Rp ${amount.toLocaleString('en-GB')}`,
  id: `Rp ${amount.toLocaleString('id-ID')}`,
});

type Path = readonly string[];

/** Every fault of a course's content; a path leads to it, with indexes as text. */
export const faults = {
  ...sentFaults,
  languageMalformed: (path: Path) =>
    new Refusal(
      'LANGUAGE_MALFORMED',
      {
        en: 'A language is a BCP 47 tag, such as id, en or jv.',
        id: 'Bahasa ditulis sebagai tag BCP 47, misalnya id, en, atau jv.',
      },
      path,
    ),
  priceOutOfRange: (path: Path, { least, most }: { least: number; most: number }) =>
    new Refusal(
      'PRICE_OUT_OF_RANGE',
      {
        en: `A price is ${rupiah(least).en} to ${rupiah(most).en}.`,
        id: `Harga ${rupiah(least).id} sampai ${rupiah(most).id}.`,
      },
      path,
    ),
  freeOutside: (path: Path) =>
    new Refusal(
      'FREE_OUTSIDE',
      {
        en: 'A course that is free outside the programme cannot be sold in it.',
        id: 'Pelatihan yang gratis di luar program tidak boleh dijual di dalamnya.',
      },
      path,
    ),
  priceAboveOutside: (path: Path) =>
    new Refusal(
      'PRICE_ABOVE_OUTSIDE',
      {
        en: 'The price is above the price outside the programme.',
        id: 'Harga melebihi harga di luar program.',
      },
      path,
    ),
  unitsOutOfRange: (path: Path, most: number) =>
    new Refusal(
      'UNITS_OUT_OF_RANGE',
      { en: `A syllabus has 1 to ${most} units.`, id: `Silabus terdiri dari 1 sampai ${most} unit.` },
      path,
    ),
  unitHoursOutOfRange: (path: Path, most: number) =>
    new Refusal(
      'UNIT_HOURS_OUT_OF_RANGE',
      { en: `A unit has 1 to ${most} whole hours.`, id: `Satu unit berdurasi 1 sampai ${most} jam penuh.` },
      path,
    ),
  durationOutOfRange: (path: Path, { least, most }: { least: number; most: number }) =>
    new Refusal(
      'DURATION_OUT_OF_RANGE',
      {
        en: `The units of a course have ${least} to ${most} hours together.`,
        id: `Seluruh unit suatu pelatihan berjumlah ${least} sampai ${most} jam.`,
      },
      path,
    ),
  durationDiffers: (path: Path, sum: number) =>
    new Refusal(
      'DURATION_DIFFERS',
      {
        en: `The units have ${sum} hours together; the duration says otherwise.`,
        id: `Jumlah jam seluruh unit adalah ${sum}; durasi yang dikirim berbeda.`,
      },
      path,
    ),
  outcomesOutOfRange: (path: Path, most: number) =>
    new Refusal(
      'OUTCOMES_OUT_OF_RANGE',
      { en: `A course has 1 to ${most} outcomes.`, id: `Pelatihan memiliki 1 sampai ${most} capaian.` },
      path,
    ),
  institutionUnknown: (path: Path) =>
    new Refusal(
      'INSTITUTION_UNKNOWN',
      { en: 'There is no institution with this id.', id: 'Tidak ada lembaga pelatihan dengan id ini.' },
      path,
    ),
  institutionNotServing: (path: Path) =>
    new Refusal(
      'INSTITUTION_NOT_SERVING',
      {
        en: 'This institution is suspended: nothing of it is taken on meanwhile.',
        id: 'Lembaga pelatihan ini sedang ditangguhkan: sementara itu tidak ada pelatihannya yang diterima.',
      },
      path,
    ),
};
