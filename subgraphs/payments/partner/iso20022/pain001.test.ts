import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { type FileTransfer, type PaymentFile, writePain001 } from './pain001.ts';

const transfer = (fields: Partial<FileTransfer> = {}): FileTransfer => ({
  reference: `PK${randomUUID().replaceAll('-', '')}`,
  amount: 600_000n,
  name: 'Siti Aminah',
  account: '1234567890',
  agent: 'BNINIDJA',
  ...fields,
});
const written = async (fields: Omit<Partial<PaymentFile>, 'transfers'> & { transfers?: FileTransfer[] } = {}) => {
  const { transfers = [transfer()], ...others } = fields;
  const file: PaymentFile = {
    messageId: 'PRAKERJA-20261128-1',
    createdAt: new Date('2026-11-28T13:00:00.123Z'),
    executionDate: '2026-11-30',
    debtor: { name: 'Kartu Prakerja', account: '0987654321', agent: 'BNINIDJA' },
    count: transfers.length,
    controlSum: transfers.reduce((total, { amount }) => total + amount, 0n),
    transfers,
    ...others,
  };
  let text = '';
  for await (const piece of writePain001(file)) text += piece;
  return text;
};

/**
 * The part of the message definition pain.001.001.09 that is written, as the standard has it: the children of each
 * element in their order, and what a text must be. No validator of XSD is installed; this stands in for it.
 */
const definition: Readonly<Record<string, string | RegExp>> = {
  Document: 'CstmrCdtTrfInitn',
  CstmrCdtTrfInitn: 'GrpHdr (PmtInf )+',
  GrpHdr: 'MsgId CreDtTm NbOfTxs CtrlSum InitgPty',
  InitgPty: 'Nm',
  PmtInf: 'PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr (CdtTrfTxInf )+',
  ReqdExctnDt: 'Dt',
  Dbtr: 'Nm',
  DbtrAcct: 'Id Ccy',
  DbtrAgt: 'FinInstnId',
  CdtTrfTxInf: 'PmtId Amt CdtrAgt Cdtr CdtrAcct',
  PmtId: 'EndToEndId',
  Amt: 'InstdAmt',
  CdtrAgt: 'FinInstnId',
  Cdtr: 'Nm',
  CdtrAcct: 'Id Ccy',
  FinInstnId: 'BICFI',
  Othr: 'Id',
  MsgId: /^.{1,35}$/u,
  PmtInfId: /^.{1,35}$/u,
  EndToEndId: /^.{1,35}$/u,
  CreDtTm: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  NbOfTxs: /^[0-9]{1,15}$/,
  CtrlSum: /^\d{1,16}\.\d\d$/,
  InstdAmt: /^\d{1,16}\.\d\d$/,
  PmtMtd: /^(CHK|TRF|TRA)$/,
  BtchBookg: /^(true|false)$/,
  ChrgBr: /^(DEBT|CRED|SHAR|SLEV)$/,
  Dt: /^\d{4}-\d\d-\d\d$/,
  Nm: /^.{1,140}$/u,
  BICFI: /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/,
  Ccy: /^[A-Z]{3}$/,
};

interface Element {
  name: string;
  children: Element[];
  text: string;
}

const parse = (xml: string): Element => {
  const top: Element = { name: '', children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    const element = { name, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return top.children[0] ?? top;
};

/** What in an element is not as the definition has it. */
const faultsOf = ({ name, children, text }: Element, parent: string): string[] => {
  // An account's identification is a choice, whose other side has an identification as text.
  const isAccount = name === 'Id' && parent !== 'Othr';
  const rule = name === 'Id' ? (isAccount ? 'Othr' : /^.{1,34}$/u) : definition[name];
  if (rule === undefined) return [`${parent}/${name} is not in the definition`];
  if (rule instanceof RegExp) return children.length === 0 && rule.test(text) ? [] : [`${name}: ${text}`];
  const order = `${children.map((child) => child.name).join(' ')} `;
  const own = new RegExp(`^${rule.endsWith(')+') ? rule : `${rule} `}$`).test(order) ? [] : [`${name}: ${order}`];
  return [...own, ...children.flatMap((child) => faultsOf(child, name))];
};

const all = (element: Element, name: string): string[] => [
  ...(element.name === name ? [element.text] : []),
  ...element.children.flatMap((child) => all(child, name)),
];

test('a file has the elements of the message definition in their order, with its numbers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          amount: fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }),
          name: fc.string({ unit: 'binary', maxLength: 200 }).map((name) => `A${name}`),
          account: fc.stringMatching(/^[0-9]{4,34}$/),
        }),
        { minLength: 1, maxLength: 30 },
      ),
      async (fields) => {
        const transfers = fields.map(transfer);
        const root = parse(await written({ transfers }));
        expect(faultsOf(root, '')).toEqual([]);
        const sum = `${transfers.reduce((total, { amount }) => total + amount, 0n)}.00`;
        expect(all(root, 'CtrlSum')).toEqual([sum, sum]);
        expect(all(root, 'NbOfTxs')).toEqual([String(transfers.length), String(transfers.length)]);
        expect(all(root, 'InstdAmt')).toEqual(transfers.map(({ amount }) => `${amount}.00`));
        expect(all(root, 'EndToEndId')).toEqual(transfers.map(({ reference }) => reference));
      },
    ),
    { numRuns: 40 },
  );
});

test('the definition finds an element that stands elsewhere, a missing one and a third decimal', async () => {
  const xml = await written();
  const moved = xml.replace(/(<NbOfTxs>1<\/NbOfTxs>)(<CtrlSum>600000.00<\/CtrlSum>)/, '$2$1');
  for (const broken of [moved, xml.replace('<PmtMtd>TRF</PmtMtd>', ''), xml.replaceAll('600000.00', '600000.000')])
    expect(faultsOf(parse(broken), '')).not.toEqual([]);
});

test.each([
  ['EMPTY', { transfers: [] }],
  ['AMOUNT', { transfers: [transfer({ amount: 0n })] }],
  ['AMOUNT', { transfers: [transfer({ amount: -1n })] }],
  ['AMOUNT', { transfers: [transfer({ amount: 10n ** 15n })] }],
  ['ACCOUNT', { transfers: [transfer({ account: '12 34' })] }],
  ['AGENT', { transfers: [transfer({ agent: 'bni' })] }],
  ['NAME', { transfers: [transfer({ name: ' \u0000 ' })] }],
  ['END_TO_END_ID', { transfers: [transfer({ reference: 'x'.repeat(36) })] }],
  ['COUNT_DIFFERS', { count: 2 }],
  ['CONTROL_SUM', { controlSum: 600_001n }],
  ['MESSAGE_ID', { messageId: 'x'.repeat(36) }],
  ['MISSING', { executionDate: 'tomorrow' }],
] as const)('%s: the file is not written', async (code, fields) => {
  await expect(written(fields as never)).rejects.toThrow(expect.objectContaining({ code }));
});

test('one order cannot stand in a file twice, nor more than 10,000 in one', async () => {
  const one = transfer();
  await expect(written({ transfers: [one, one] })).rejects.toThrow(expect.objectContaining({ code: 'REPEATED' }));
  const many = Array.from({ length: 10_001 }, () => transfer());
  await expect(written({ transfers: many })).rejects.toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
});
