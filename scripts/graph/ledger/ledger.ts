import pg from 'pg';
import { headOf, waitingEntries } from '../../../subgraphs/payments/ledger/chain.service.ts';
import { verifyJournal } from '../../../subgraphs/payments/ledger/verify.service.ts';
import { UsageError } from '../../usage.error.ts';
import { type GraphCommand, graphCommand } from '../command.ts';
import { databaseOf, dataOption } from '../places.ts';
import { csvOf, tableOf } from './formats.ts';
import { keptHeads } from './heads.ts';
import { type JournalFilter, journal } from './journal.ts';

const help = `The ledger of payments, as an accountant reads it: date, entry, account, debit, credit, balance.

  npm run graph -- ledger [--participant ID] [--wave N] [--year N] [--party ID] [--csv]
  npm run graph -- ledger verify [--log FILE]
  npm run graph -- ledger head

  (nothing)  shows the journal in its order. An entry of many people has one line for each account. A debit is taken from
             the account, a credit is put on it; the balance is that of the lines shown
  verify     recomputes the chain of hashes from the entries and postings as they are, and compares it with the heads
             that payments signed in its log; names the first fault and ends with 1 then
  head       prints number and hash of the last entry of the chain

  --participant ID, --wave N, --year N, --party ID   only these postings; a party is an organisation or a partner's code
  --csv       for spreadsheets
  --log FILE  with verify: a log of payments with signed heads (default: the logs of the stack)
  --data DIR  the stack's data directory

npm run graph -- --help says where it finds the database.
`;

const options = {
  participant: { type: 'string' },
  wave: { type: 'string' },
  year: { type: 'string' },
  party: { type: 'string' },
  csv: { type: 'boolean' },
  log: { type: 'string' },
  ...dataOption,
} as const;

interface Values {
  participant?: string | undefined;
  wave?: string | undefined;
  year?: string | undefined;
  party?: string | undefined;
  csv?: boolean | undefined;
  log?: string | undefined;
  data?: string | undefined;
}

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} takes a whole number from 1; it was ${text}`);
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const filterOf = ({ participant, wave, year, party }: Values): JournalFilter => {
  if (participant !== undefined && !UUID.test(participant))
    throw new UsageError('--participant takes the id of a person');
  return { participant, wave: numberOf('wave', wave), year: numberOf('year', year), party };
};

const show = async (client: pg.Client, values: Values): Promise<void> => {
  const { head, line } = values.csv ? csvOf() : tableOf();
  process.stdout.write(head);
  for await (const lines of journal(client, filterOf(values))) process.stdout.write(lines.map(line).join(''));
};

const LATE_SECONDS = 60;

const plural = (count: bigint | number, noun: string, many: string) =>
  `${count.toLocaleString('en')} ${Number(count) === 1 ? noun : many}`;

const verify = async (client: pg.Client, { data, log }: Values): Promise<void> => {
  const { heads, forged } = keptHeads(data, log);
  const { entries, broken } = await verifyJournal(client, { heads });
  const waiting = await waitingEntries(client);
  if (broken) process.stdout.write(`BROKEN: ${broken}; before it, ${plural(entries, 'entry', 'entries')} right\n`);
  else process.stdout.write(`${plural(entries, 'entry', 'entries')}, the chain holds\n`);
  process.stdout.write(
    heads.length === 0
      ? 'no signed head was found: whether the chain was made anew cannot be said\n'
      : `${plural(heads.length, 'signed head', 'signed heads')}\n`,
  );
  if (forged > 0) process.stdout.write(`${plural(forged, 'head has', 'heads have')} a signature of another key\n`);
  const isLate = waiting.oldestSeconds >= LATE_SECONDS;
  if (waiting.entries > 0) {
    const late = isLate ? ': does payments run?' : '';
    process.stdout.write(`${waiting.entries} not linked yet, the oldest for ${waiting.oldestSeconds} s${late}\n`);
  }
  if (broken || forged > 0 || isLate) process.exitCode = 1;
};

const head = async (client: pg.Client): Promise<void> => {
  const { seq, hash } = await headOf(client);
  process.stdout.write(`${seq}:${hash.toString('hex')}\n`);
};

const actions = { show, verify, head };
type Action = keyof typeof actions;

const named: GraphCommand = graphCommand({
  help,
  options,
  actions: ['show', 'verify', 'head'],
  run: async (values, action: Action) => {
    if (action === 'show') filterOf(values);
    const client = new pg.Client({ connectionString: databaseOf('payments', values.data), application_name: 'ledger' });
    await client.connect();
    await actions[action](client, values).finally(() => client.end());
  },
});

/** Without a word for what to do, it shows the journal. */
export const command: GraphCommand = {
  run: (args) => named.run(args.some((word) => Object.hasOwn(actions, word)) ? args : ['show', ...args]),
};
