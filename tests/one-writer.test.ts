import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The text of each file, by its path below `subgraphs/`. */
type Sources = Readonly<Record<string, string>>;

interface Write {
  folder: string;
  table: string;
}

const subgraphs = ['pmo', 'training', 'payments', 'jobs', 'registry'];

const sourcesOf = (subgraph: string): Sources => {
  const files = globSync(`{kit,${subgraph}}/**/*.ts`, { cwd: 'subgraphs' }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(`subgraphs/${file}`, 'utf8')]));
};

/** The folder of the feature that a file belongs to, as in `pmo/draw` or `kit/vault`; files of the kit itself: `kit`. */
const folderOf = (file: string): string => file.split('/').slice(0, -1).slice(0, 2).join('/');

// What a migration does, it does once; the functions that it makes go on writing.
const FUNCTIONS = /create (?:or replace )?function[\s\S]*?\$\$[\s\S]*?\$\$/gi;

const lastingIn = (file: string, text: string): string =>
  file.endsWith('.migration.ts') ? (text.match(FUNCTIONS) ?? []).join('\n') : text;

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*(\/\/|--).*$/gm, '');

const ENTITY = /export const (\w+) = defineEntity\(\{[\s\S]*?tableName: '(\w+)'/g;

// `$` begins a name that is put together at run time.
const TABLE = '(?:only\\s+)?"?([a-z_]\\w*|\\$)';
const WRITES = [
  new RegExp(`\\b(?:insert\\s+into|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?)\\s+(?!on\\b)${TABLE}`, 'gi'),
  new RegExp(`\\bupdate\\s+${TABLE}(?:\\{[^}]*\\})?"?(?:\\s+(?:as\\s+)?(?!set\\b)\\w+)?\\s+set\\b`, 'gi'),
  new RegExp(`\\bcopy\\s+${TABLE}[^;]{0,200}?\\bfrom\\s+stdin`, 'gi'),
  /\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*'(\w+)/g,
];

// Whatever the unit of work has read, it writes when it was changed.
const MANAGED =
  /\.(?:find\w*|create|assign|insert\w*|upsert\w*|nativeUpdate|nativeDelete|getReference|map|merge)\(\s*(\w+Entity)\b/g;

const capturesOf = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, captured = '']) => captured);

const entitiesIn = (sources: Sources) =>
  Object.entries(sources).flatMap(([file, text]) =>
    [...text.matchAll(ENTITY)].map(([, entity = '', table = '']) => ({ entity, table, folder: folderOf(file) })),
  );

/** The tables that each folder writes; a name that is put together at run time is `$`. */
const writesIn = (sources: Sources): Write[] => {
  const entities = entitiesIn(sources);
  const writes = Object.entries(sources).flatMap(([file, source]) => {
    const folder = folderOf(file);
    const text = withoutComments(lastingIn(file, source));
    const named = WRITES.flatMap((pattern) => capturesOf(pattern, text));
    const managed = capturesOf(MANAGED, text).map((name) => {
      // Two features may have an entity of one name: a folder's own comes first.
      const ofName = entities.filter(({ entity }) => entity === name);
      return (ofName.find((each) => each.folder === folder) ?? ofName[0])?.table;
    });
    return [...named, ...managed].flatMap((table) => (table === undefined ? [] : [{ folder, table }]));
  });
  return [...new Map(writes.map((write) => [`${write.folder} ${write.table}`, write])).values()];
};

/**
 * What writes a table of another feature: a folder that does not declare its entity, or, of a table without one, each of
 * several folders.
 */
const foreignWrites = (sources: Sources): string[] => {
  const owners = new Map(entitiesIn(sources).map(({ table, folder }) => [table, folder]));
  const writes = writesIn(sources);
  const writers = Map.groupBy(writes, ({ table }) => table);
  const isForeign = ({ folder, table }: Write): boolean => {
    const owner = owners.get(table);
    if (owner !== undefined) return owner !== folder;
    return table === '$' || (writers.get(table)?.length ?? 0) > 1;
  };
  return writes
    .filter(isForeign)
    .map(({ folder, table }) => `${folder} writes ${table}`)
    .toSorted();
};

/** Tables that are named at run time: those that pruning lists, and the winners of a wave in a partition of their own. */
const namedAtRunTime: readonly string[] = ['kit writes $', 'pmo/draw writes $'];

test.each(subgraphs)('each table of %s is written by the feature that declares its entity', (subgraph) => {
  const found = foreignWrites(sourcesOf(subgraph));
  expect(found.filter((write) => !namedAtRunTime.includes(write))).toEqual([]);
});

test.each([
  ['an insert', 'sql`insert into wallet (participant_id) values ($1)`', 'wallet'],
  ['an update', '`with moved as (update training_balance\n    set held = 0) select`', 'training_balance'],
  ['an update with an alias', '`update training_balance as balance set held = 0`', 'training_balance'],
  ['a delete', "'delete from only revocation'", 'revocation'],
  ['a copy', "'copy posting (entry_id, amount) from stdin (format binary)'", 'posting'],
  ['a query builder', "db\n    .updateTable('disbursement')", 'disbursement'],
  ['the unit of work', 'tx.findOneOrFail(WalletEntity, id, { lockMode })', 'wallet'],
  ['a table that is named at run time', '`delete from $' + '{table} where id = $1`', '$'],
])('%s of another feature’s table is found', (_kind, text, table) => {
  const sources = { ...sourcesOf('payments'), 'payments/survey/planted.service.ts': text };
  expect(foreignWrites(sources)).toContain(`payments/survey writes ${table}`);
});

test('the functions of a migration write, what it does once does not count', () => {
  const text =
    "this.addSql(`update wallet set partner_code = ''`); `create function f() as $$ begin delete from posting; end $$`";
  const sources = { ...sourcesOf('payments'), 'payments/survey/010-planted.migration.ts': text };
  expect(foreignWrites(sources).filter((write) => write.startsWith('payments/survey'))).toEqual([
    'payments/survey writes posting',
  ]);
});

test('what only reads or locks a table writes nothing', () => {
  const text = `// insert into wallet
    const READ = 'select from wallet for no key update'; const UPSERT = 'on conflict (id) do update set name = $1';`;
  const sources = { ...sourcesOf('payments'), 'payments/survey/planted.service.ts': text };
  expect(foreignWrites(sources).filter((write) => write.startsWith('payments/survey'))).toEqual([]);
});
