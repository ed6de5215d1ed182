import { Migration } from '@mikro-orm/migrations';

// What typed-text.ts of the kit leaves out: controls but line breaks, and marks that nobody sees.
const unseen =
  '[\\u0001-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f' +
  '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffc\\U000e0000-\\U000e0fff]';

type Column = readonly [table: string, column: string];

/** Columns that hold what people typed. Not motivations: each change of a participant would read them once more. */
const rewritten: readonly Column[] = [
  ['participant', 'name'],
  ['organization', 'name'],
  ['organization', 'suspension_reason'],
  ['client', 'name'],
  ['client', 'suspension_reason'],
  ['barred_list_version', 'source'],
];

/** Its rows are never changed. */
const appended: readonly Column[] = [['participant_revision', 'reason']];

export class TypedText extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`create function is_seen(typed text) returns boolean language sql immutable parallel safe
      return typed !~ '${unseen}'`);
    for (const [table, column] of rewritten)
      this.addSql(`update ${table}
        set ${column} = coalesce(nullif(trim(regexp_replace(${column}, '${unseen}', '', 'g')), ''), '—')
        where not is_seen(${column})`);
    // Not validated: that would hold the table for as long as it is read.
    for (const [table, column] of [...rewritten, ...appended])
      this.addSql(
        `alter table ${table} add constraint ${table}_${column}_seen_ck check (is_seen(${column})) not valid`,
      );
    // Until now a NIK with any other code was refused: everybody's names a place of today.
    this.addSql(`alter table participant add column nik_place text not null default 'CURRENT'
      check (nik_place in ('CURRENT', 'FORMER', 'UNLISTED'))`);
    this.addSql(`create index participant_nik_place_ix on participant (nik_place, id) where nik_place <> 'CURRENT'`);
    this.addSql(`alter table barred_list_version add column bad_codes text[] not null default '{}'`);
  }
}
