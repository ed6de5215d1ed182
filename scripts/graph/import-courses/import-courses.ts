import { readFileSync } from 'node:fs';
import type { Language } from '../../../subgraphs/kit/language.ts';
import { readColumnMap } from '../../import/columns.ts';
import { type FileFacts, inspect } from '../../import/inspect.ts';
import { openSource } from '../../import/open.ts';
import type { Source } from '../../import/source.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { dataOption } from '../places.ts';
import { askAs } from './ask.ts';
import { keepMemorySmall } from './memory.ts';
import { importProgress, totalOf } from './progress.ts';
import { type ImportSummary, importFile, tryFile } from './run.ts';
import { gatewayOf } from './token.ts';
import { askAtTerminal } from './withdraw.ts';

/** The gateway knows the whole file as a trusted document: it is sent as it is. */
const DOCUMENT = 'schema/commands/import-courses.graphql';

const help = `
npm run graph -- import-courses FILE [options]

Imports a platform's catalogue: CSV in any encoding and with any separator, .xlsx, or NDJSON. The file is read in pieces
and sent as calls of at most 1,000 courses. What was rejected stands in a file beside it, FILE.rejected.csv: your own
columns with line, code, path and message; mended, it can be imported as it is. Interrupted, the same command goes on.
docs/partners/publish-a-catalogue.md says what a file looks like.

  --dry-run            reads the file, says what cannot be read, and sends nothing
  --full               the file is your whole catalogue: afterwards, what it does not name is withdrawn; above 10 % it asks
  --yes                answers yes to that
  --as-of TIME         when the file was made (default: when it was changed last); an older file changes nothing
  --map THEIRS=OURS    the name of your column for one of ours, such as --map "Nama Kelas=title"; may be repeated
  --language en|id     of messages (default en)

Whose catalogue, the first that is given:
  --client FILE        your client's key as the programme office registered it; tokens are fetched and renewed with it
  --token-file FILE    an access token, read again for each call, so that you can renew it
  --token TOKEN        an access token; other users of the machine see it: prefer one of the others
  GRAPH_TOKEN          the same in the environment
  otherwise            the sample platform of the running stack of --data (default .data); --as ID another platform
The gateway is that of --data, or of GRAPH_URL in the environment (http://localhost:4000/graphql unless set).
`;

const asOfOf = (text: string | undefined, { modifiedAt }: FileFacts): string => {
  const time = text === undefined ? modifiedAt : new Date(text);
  if (Number.isNaN(time.getTime())) throw new UsageError('--as-of takes a time such as 2026-11-21T09:00:00+07:00');
  return time.toISOString();
};

const languageOf = (text: string): Language => {
  if (text === 'en' || text === 'id') return text;
  throw new UsageError('--language takes en or id');
};

const print = (line: string) => process.stdout.write(`${line}\n`);

const describe = ({ format, encoding }: FileFacts, { used, unused }: Source): void => {
  print(format === 'xlsx' ? 'a workbook' : `${format}, ${encoding}`);
  if (used.length > 0) print(`columns: ${used.map(([column, field]) => `${column} → ${field}`).join(', ')}`);
  if (unused.length > 0) print(`not used: ${unused.slice(0, 20).join(', ')}`);
};

const number = (value: number) => value.toLocaleString('en');

const outcomes = ({ CREATED, NEW_VERSION, UNCHANGED, OUTDATED, REJECTED }: ImportSummary['counts']) =>
  [
    `${number(CREATED)} created`,
    `${number(NEW_VERSION)} new versions`,
    `${number(UNCHANGED)} unchanged`,
    `${number(OUTDATED)} outdated`,
    `${number(REJECTED)} rejected`,
  ].join(', ');

/** @throws Error when any course was rejected */
const conclude = ({ counts, rejectFile, resumedAt, withdrawn }: ImportSummary, isDryRun: boolean): void => {
  const total = totalOf(counts);
  if (resumedAt > 0) print(`went on after ${number(resumedAt)} calls of an earlier run`);
  if (isDryRun) print(`${number(total)} courses: ${number(total - counts.REJECTED)} can be read; nothing was sent`);
  else print(`${number(total)} courses: ${outcomes(counts)}`);
  if (withdrawn !== undefined) print(`${number(withdrawn)} withdrawn that the file does not name`);
  if (rejectFile)
    throw new Error(`${number(counts.REJECTED)} of ${number(total)} courses were rejected: ${rejectFile} says why`);
};

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

export const command = graphCommand({
  help,
  operand: 'file',
  options: {
    'dry-run': boolean,
    full: boolean,
    yes: boolean,
    'as-of': string,
    map: { type: 'string', multiple: true },
    language: { type: 'string', default: 'en' },
    client: string,
    token: string,
    'token-file': string,
    as: string,
    ...dataOption,
  },
  run: async (values, _, file) => {
    keepMemorySmall();
    const language = languageOf(values.language);
    const map = readColumnMap(values.map ?? []);
    const gateway = values['dry-run'] ? undefined : gatewayOf(values, Date.now);
    const facts = await inspect(file);
    const asOf = asOfOf(values['as-of'], facts);
    const source = await openSource(facts, map);
    describe(facts, source);
    const run = { facts, source, map, asOf, language, progress: importProgress() };
    if (!gateway) return conclude(await tryFile(run), true);
    const report = (line: string) => process.stderr.write(`import-courses: ${line}\n`);
    const ask = askAs(gateway, { document: readFileSync(DOCUMENT, 'utf8'), language, report });
    const confirm = values.yes ? async () => true : askAtTerminal;
    conclude(await importFile(run, { ask, url: gateway.url, full: values.full ? confirm : undefined }), false);
  },
});
