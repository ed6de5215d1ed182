import type { Cell } from './row.ts';

const months = 'jan feb mar apr mei jun jul agu sep okt nov des'.split(' ');
const english: Record<string, string> = { may: 'mei', aug: 'agu', agt: 'agu', oct: 'okt', dec: 'des', nop: 'nov' };

const monthOf = (word: string): number => {
  const start = word.slice(0, 3).toLowerCase();
  return months.indexOf(english[start] ?? start) + 1;
};

const dayOf = (year: number, month: number, day: number): string | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay ? date.toISOString().slice(0, 10) : undefined;
};

/** A day of a cell, such as `2026-12-31`, `31/12/2026` or `31 Desember 2026`, in ISO 8601; undefined when it is none. */
export const dateOf = (cell: Cell): string | undefined => {
  const text = String(cell).trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text,
  );
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const local = /^(\d{1,2})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{4})$/i.exec(text);
  if (!local) return undefined;
  const [, day, month = '', year] = local;
  return dayOf(Number(year), /^\d+$/.test(month) ? Number(month) : monthOf(month), Number(day));
};
