import { Migration } from '@mikro-orm/migrations';

// Regencies and cities of pmo's list at the time of this migration, by province: numbers from-to. known-regencies.test.ts
// compares the two; a new one comes by a migration of its own.
const numbers = `
  11:01-18,71-75 12:01-25,71-78 13:01-12,71-77 14:01-10,71-72 15:01-09,71-72 16:01-13,71-74 17:01-09,71
  18:01-13,71-72 19:01-06,71 21:01-05,71-72 31:01,71-75 32:01-18,71-79 33:01-29,71-76 34:01-04,71 35:01-29,71-79
  36:01-04,71-74 51:01-08,71 52:01-08,71-72 53:01-21,71 61:01-12,71-72 62:01-13,71 63:01-11,71-72
  64:01-03,07-09,11,71-72,74 65:01-04,71 71:01-11,71-74 72:01-12,71 73:01-18,22,24,26,71-73 74:01-15,71-72
  75:01-05,71 76:01-06 81:01-09,71-72 82:01-08,71-72 91:03,05-06,10-11,15,19-20,71 92:02-03,06-08,11-12 93:01-04
  94:01-08 95:01-08 96:01-05,71`;

const rangeOf = (text: string): string[] => {
  const [from = 0, to = from] = text.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, place) => String(from + place).padStart(2, '0'));
};

const codes = numbers
  .trim()
  .split(/\s+/)
  .flatMap((line) => {
    const [province = '', ranges = ''] = line.split(':');
    return ranges.split(',').flatMap((range) => rangeOf(range).map((regency) => `${province}.${regency}`));
  });

export class KnownRegencies extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(
      `create table known_regency (code text collate "C" primary key check (code ~ '^[0-9]{2}[.][0-9]{2}$'))`,
    );
    this.addSql(`insert into known_regency (code) values ${codes.map((code) => `('${code}')`).join(', ')}`);
  }
}
