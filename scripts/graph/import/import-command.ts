import { readFileSync } from 'node:fs';
import type { Language } from '../../../subgraphs/kit/language.ts';
import type { Role } from '../../../subgraphs/kit/scopes.ts';
import { Columns } from '../../import/columns.ts';
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
import type { Subject } from './subject.ts';
import { gatewayOf } from './token.ts';
import { askAtTerminal } from './withdraw.ts';

/** Who imports: their files, and the document for them. */
export interface Importer {
  role: Extract<Role, 'platform' | 'portal'>;
  /** What they call the whole of it: their catalogue. */
  whole: string;
  guide: string;
}

const commandOf = (noun: string) => `import-${noun}`;

const helpOf = (noun: string, { role, whole, guide }: Importer) => `
npm run graph -- ${commandOf(noun)} FILE [options]

Imports a ${role}'s ${whole}: CSV in any encoding and with any separator, .xlsx, or NDJSON. The file is read in pieces
and sent as calls of at most 1,000 ${noun}. What was rejected stands in a file beside it, FILE.rejected.csv: your own
columns with line, code, path and message; mended, it can be imported as it is. Interrupted, the same command goes on.
${guide} says what a file looks like.

  --dry-run            reads the file, says what cannot be read, and sends nothing
  --full               the file is your whole ${whole}: afterwards, what it does not name is withdrawn; above 10 % it asks
  --yes                answers yes to that
  --as-of TIME         when the file was made (default: when it was changed last); an older file changes nothing
  --map THEIRS=OURS    the name of your column for one of ours, such as --map "Nama=title"; may be repeated
  --language en|id     of messages (default en)

Whose ${whole}, the first that is given:
  --client FILE        your client's key as the programme office registered it; tokens are fetched and renewed with it
  --token-file FILE    an access token, read again for each call, so that you can renew it
  --token TOKEN        an access token; other users of the machine see it: prefer one of the others
  GRAPH_TOKEN          the same in the environment
  otherwise            the sample ${role} of the running stack of --data (default .data); --as ID another ${role}
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

const countsOf = (counts: ImportSummary['counts'], { outcomes }: Subject) =>
  Object.entries(outcomes)
    .map(([outcome, words]) => `${number(counts[outcome] ?? 0)} ${words}`)
    .join(', ');

/** @throws Error when any record was rejected */
const conclude = (subject: Subject, summary: ImportSummary, isDryRun: boolean): void => {
  const { counts, rejectFile, resumedAt, withdrawn } = summary;
  const total = totalOf(counts);
  const rejected = counts.REJECTED ?? 0;
  const all = `${number(total)} ${subject.noun}`;
  if (resumedAt > 0) print(`went on after ${number(resumedAt)} calls of an earlier run`);
  if (isDryRun) print(`${all}: ${number(total - rejected)} can be read; nothing was sent`);
  else print(`${all}: ${countsOf(counts, subject)}`);
  if (withdrawn !== undefined) print(`${number(withdrawn)} withdrawn that the file does not name`);
  if (rejectFile) throw new Error(`${number(rejected)} of ${all} were rejected: ${rejectFile} says why`);
};

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

const options = {
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
} as const;

/** The command that imports files of one subject. */
export const importCommand = <Input extends object>(subject: Subject<Input>, importer: Importer) =>
  graphCommand({
    help: helpOf(subject.noun, importer),
    operand: 'file',
    options,
    run: async (values, _, file) => {
      keepMemorySmall();
      const language = languageOf(values.language);
      const columns = new Columns(subject.columns, values.map);
      const gateway = values['dry-run'] ? undefined : gatewayOf(values, importer.role, Date.now);
      const facts = await inspect(file);
      const asOf = asOfOf(values['as-of'], facts);
      const source = await openSource(facts, columns);
      describe(facts, source);
      const progress = importProgress(subject.noun);
      const run = { subject, facts, source, map: columns.map, asOf, language, progress };
      if (!gateway) return conclude(subject, await tryFile(run), true);
      const report = (line: string) => process.stderr.write(`${commandOf(subject.noun)}: ${line}\n`);
      const ask = askAs(gateway, { document: readFileSync(subject.document, 'utf8'), language, report });
      const confirm = values.yes ? async () => true : askAtTerminal;
      const full = values.full ? confirm : undefined;
      conclude(subject, await importFile(run, { ask, url: gateway.url, full }), false);
    },
  });
