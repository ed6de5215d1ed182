import { fault, type PlantedKind } from './fixture.ts';

const syllabus = (text: string) => () => ({ syllabus: text, durationHours: '' });

/** Kinds of faults of a course. */
export const courseFaults: readonly PlantedKind[] = [
  fault('a price in words', ['AMOUNT_UNREADABLE', 'price'], () => ({ price: 'hubungi kami' })),
  fault('no price outside', ['CELL_MISSING', 'priceOutside'], () => ({ priceOutside: '' })),
  fault('an unknown mode', ['MODE_UNKNOWN', 'mode'], () => ({ mode: 'telepati' })),
  fault('a unit without hours', ['SYLLABUS_UNREADABLE', 'syllabus[1]'], syllabus('Pengantar|8;Praktik')),
  fault('hours in words', ['HOURS_UNREADABLE', 'syllabus[0].hours'], syllabus('Pengantar|dua;Praktik|8')),
  fault('an unknown level', ['LEVEL_UNKNOWN', 'outcomes[0].level'], () => ({ skills: 'data-analysis:GURU' })),
  fault('an error of a spreadsheet', ['TEXT_IS_CELL_ERROR', 'title'], () => ({ title: '#REF!' })),
  fault('lost letters', ['TEXT_WRONGLY_DECODED', 'description'], ({ description }) => ({
    description: `Caf\ufffd. ${description}`,
  })),
  fault('the reference of the first course', ['REFERENCE_REPEATED', 'reference'], () => ({ reference: 'KLS-000001' })),
  fault('no title', ['TEXT_EMPTY', 'title'], () => ({ title: '' })),
  fault('a short title', ['TEXT_TOO_SHORT', 'title'], () => ({ title: 'Las' })),
  fault('a long title', ['TEXT_TOO_LONG', 'title'], () => ({ title: 'Pelatihan '.repeat(20) })),
  fault('a script', ['TEXT_HAS_MARKUP', 'description'], ({ description }) => ({
    description: `<script>alert(1)</script> ${description}`,
  })),
  fault('a price above the outside price', ['PRICE_ABOVE_OUTSIDE', 'price'], ({ priceOutside }) => ({
    price: Number(priceOutside) + 1_000,
  })),
  fault('free outside', ['FREE_OUTSIDE', 'priceOutside'], () => ({ priceOutside: 0 })),
  fault('a price of one rupiah', ['PRICE_OUT_OF_RANGE', 'price'], () => ({ price: 1 })),
  fault('a unit of 200 hours', ['UNIT_HOURS_OUT_OF_RANGE', 'syllabus[0].hours'], syllabus('Pengantar|200;Praktik|8')),
  fault('another duration than its units', ['DURATION_DIFFERS', 'durationHours'], ({ durationHours }) => ({
    durationHours: Number(durationHours) + 1,
  })),
  fault('no units', ['UNITS_OUT_OF_RANGE', 'syllabus'], syllabus('')),
  fault('an unknown skill', ['SKILL_UNKNOWN', 'outcomes[0].skill'], () => ({ skills: 'telepathy:BASIC' })),
  fault('a skill twice', ['SKILL_REPEATED', 'outcomes[1].skill'], () => ({
    skills: 'data-analysis:BASIC;data-analysis:ADVANCED',
  })),
  fault('an unknown institution', ['INSTITUTION_UNKNOWN', 'institution'], () => ({
    institution: '018d0000-0000-7000-8000-00000000ffff',
  })),
  fault('an address without https', ['URL_MALFORMED', 'url'], () => ({ url: 'http://platform.co.id/kelas' })),
];
