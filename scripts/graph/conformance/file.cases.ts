import { createHash, randomUUID } from 'node:crypto';
import {
  type BankClient,
  outcomeOfStatus,
  readPain002,
  writePain001,
} from '../../../subgraphs/payments/partner/index.ts';
import { type CaseContext, type ConformanceCase, type FileDesk, within } from './case.ts';

interface MadeFile {
  messageId: string;
  sha256: string;
  references: readonly string[];
  text: string;
}

const TRANSFERS = 3;

const newId = () => `PK${randomUUID().replaceAll('-', '')}`;

const writeFile = async ({ account, amount }: CaseContext, desk: FileDesk, messageId = newId()): Promise<MadeFile> => {
  const transfers = Array.from({ length: TRANSFERS }, () => {
    return { reference: newId(), amount, name: 'Uji Coba', account, agent: desk.creditorAgent };
  });
  const totals = { count: TRANSFERS, controlSum: amount * BigInt(TRANSFERS) };
  const createdAt = new Date();
  const executionDate = createdAt.toISOString().slice(0, 10);
  let text = '';
  const file = { messageId, createdAt, executionDate, debtor: desk.debtor, ...totals, transfers };
  for await (const piece of writePain001(file)) text += piece;
  return withHash({ messageId, text, references: transfers.map(({ reference }) => reference) });
};

const withHash = (file: Omit<MadeFile, 'sha256'>): MadeFile => ({
  ...file,
  sha256: createHash('sha256').update(file.text).digest('hex'),
});

const upload = (client: BankClient, { messageId, sha256, text }: MadeFile, ms?: number) => {
  const pieces = (async function* () {
    yield text;
  })();
  return client.upload({ messageId, sha256, pieces }, within(ms));
};

const lastNumber = async ({ client }: FileDesk): Promise<number> => {
  let last = 0;
  for (;;) {
    const reports = await client.reports(last, within());
    if (reports.length === 0) return last;
    last = reports.at(-1)?.number ?? last;
  }
};

const POLL_MS = 100;
const POLLS = 50;

/** Reads reports behind a number until each transfer of a file has ended; returns how, and in which order it was said. */
const endsOf = async ({ client }: FileDesk, file: MadeFile, after: number): Promise<string[][]> => {
  const said = new Map<string, string[]>(file.references.map((reference) => [reference, []]));
  let last = after;
  for (let poll = 0; poll < POLLS; poll += 1) {
    for (const { number } of await client.reports(last, within())) {
      const report = await readPain002([await client.report(number, within())]);
      last = number;
      if (report.originalMessageId !== file.messageId) continue;
      for (const { reference, status } of report.transfers) said.get(reference)?.push(status);
    }
    const isEnded = (statuses: string[]) => /PAID|FAILED/.test(outcomeOfStatus(statuses.at(-1) ?? '', null).state);
    if ([...said.values()].every(isEnded)) break;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
  return [...said.values()];
};

const expectMoved = async ({ switches }: CaseContext, { references }: MadeFile, each: number) => {
  for (const reference of references) {
    const moved = await switches?.movesOf(reference);
    if (moved !== undefined && moved !== each) return `money moved ${moved} times instead of ${each}`;
  }
  return undefined;
};

type FileCase = (context: CaseContext, desk: FileDesk) => Promise<string | undefined>;

const fileCase = (name: string, isFault: boolean, run: FileCase): ConformanceCase => ({
  name: `file: ${name}`,
  isFault,
  run: async (context) => (context.files ? run(context, context.files) : 'the partner takes no payment files'),
});

const expectEnds = (ends: readonly string[][], wanted: string): string | undefined => {
  const found = ends.find((statuses) => statuses.join(' ') !== wanted);
  return found && `expected the statuses ${wanted}, were ${found.join(' ') || 'none'}`;
};

interface FileStrike {
  name: string;
  fault: { kind: string; ms?: number; code?: string };
  statuses: string;
  moves: number;
}

const strikes: readonly FileStrike[] = [
  { name: 'PDNG, then ACSC', fault: { kind: 'PENDING', ms: 300 }, statuses: 'PDNG ACSC', moves: 1 },
  { name: 'PDNG, then RJCT', fault: { kind: 'PENDING_FAILS', ms: 300 }, statuses: 'PDNG RJCT', moves: 0 },
  { name: 'left out of the first report', fault: { kind: 'LATE', ms: 300 }, statuses: 'ACSC', moves: 1 },
  { name: 'a closed account is rejected', fault: { kind: 'REFUSED', code: '40318' }, statuses: 'RJCT', moves: 0 },
];

const strikeOf = ({ name, fault, statuses, moves }: FileStrike): ConformanceCase =>
  fileCase(name, true, async (context, desk) => {
    const after = await lastNumber(desk);
    await context.switches?.set([fault]);
    const file = await writeFile(context, desk);
    await upload(desk.client, file);
    return expectEnds(await endsOf(desk, file, after), statuses) ?? expectMoved(context, file, moves);
  });

const lost = (kind: string, isTaken: boolean): ConformanceCase =>
  fileCase(`the answer is lost (${kind}): its message id tells`, true, async (context, desk) => {
    await context.switches?.set([{ kind }]);
    const file = await writeFile(context, desk);
    const first = await upload(desk.client, file, 2_000);
    if (first.kind !== 'UNKNOWN') return `expected UNKNOWN, was ${first.kind}`;
    const known = await desk.client.known(file.messageId, within());
    if (known !== (isTaken ? file.sha256 : null)) return `the bank has ${known ?? 'no such file'}`;
    const again = await upload(desk.client, file);
    const wanted = isTaken ? 'REPEATED' : 'TAKEN';
    return again.kind === wanted ? expectMoved(context, file, 1) : `expected ${wanted}, was ${again.kind}`;
  });

/** What a bank holds that is paid through by payment files. */
export const fileCases: readonly ConformanceCase[] = [
  fileCase('each transfer is accepted and settled', false, async (context, desk) => {
    const after = await lastNumber(desk);
    const file = await writeFile(context, desk);
    const taken = await upload(desk.client, file);
    if (taken.kind !== 'TAKEN') return `expected TAKEN, was ${taken.kind}`;
    return expectEnds(await endsOf(desk, file, after), 'ACCP ACSC') ?? expectMoved(context, file, 1);
  }),
  fileCase('a message id that comes again is refused, and nobody is paid', false, async (context, desk) => {
    const file = await writeFile(context, desk);
    await upload(desk.client, file);
    const other = await writeFile(context, desk, file.messageId);
    const again = await upload(desk.client, other);
    const isRefused = again.kind === 'REPEATED' && again.sha256 === file.sha256;
    return isRefused ? expectMoved(context, other, 0) : `expected REPEATED with the first file, was ${again.kind}`;
  }),
  ...[
    { what: 'a control sum that is wrong', found: /<CtrlSum>(\d+)/g, instead: '<CtrlSum>1$1' },
    { what: 'another currency', found: /InstdAmt Ccy="IDR"/g, instead: 'InstdAmt Ccy="USD"' },
    { what: 'a negative amount', found: /(<InstdAmt Ccy="IDR">)/g, instead: '$1-' },
    { what: 'a document type', found: /<Document/g, instead: '<!DOCTYPE Document [<!ENTITY a "a">]><Document' },
  ].map(({ what, found, instead }) =>
    fileCase(`${what} is refused as a whole`, false, async (context, desk) => {
      const whole = await writeFile(context, desk);
      const file = withHash({ ...whole, text: whole.text.replace(found, instead) });
      const refused = await upload(desk.client, file);
      return /REFUSED|UNKNOWN/.test(refused.kind) ? expectMoved(context, file, 0) : `it was ${refused.kind}`;
    }),
  ),
  fileCase('a file that nobody signed is refused', false, async (context, desk) => {
    const file = await writeFile(context, desk);
    const refused = await upload(desk.stranger, file);
    return refused.kind === 'UNKNOWN' ? expectMoved(context, file, 0) : `it was ${refused.kind}`;
  }),
  ...strikes.map(strikeOf),
  lost('DROPPED_PAID', true),
  lost('ERROR_500_PAID', true),
  lost('ERROR_500_UNPAID', false),
  lost('GARBAGE_PAID', true),
];
