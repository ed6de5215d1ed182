import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { expect, onTestFinished, test } from 'vitest';
import { writeReport } from '../../../../scripts/simulators/bank/pain002.writer.ts';
import { Books } from '../../../../scripts/simulators/books.ts';
import { camt053 } from '../../../../scripts/simulators/settlement/formats.ts';
import { type DayOptions, rowsOf, totalsOf } from '../../../../scripts/simulators/settlement/rows.ts';
import { writePain001 } from './pain001.ts';

/** Returns what libxml2 says of a text; null when it is valid. It shares nothing with what writes the files. */
const faultOf = (message: string, text: string): string | null => {
  const schema = readFileSync(new URL(`schema/${message}.xsd`, import.meta.url), 'utf8');
  const definition = XmlDocument.fromString(schema);
  const validator = XsdValidator.fromDoc(definition);
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (const each of [document, validator, definition]) each.dispose();
  }
};

const textOf = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};

const pain001 = () => {
  const names = ['Siti Aminah', 'Ni Luh & Rekan <Bali>', 'Bùi Thị 😀', 'x'.repeat(200)];
  const transfers = names.map((name, index) => {
    const common = { name, account: `123456789${index}`, agent: index % 2 ? 'BNINIDJA' : 'CENAIDJAXXX' };
    return { reference: `PK${String(index).padStart(32, '0')}`, amount: 600_000n + BigInt(index), ...common };
  });
  return textOf(
    writePain001({
      messageId: 'PK019ab2f0c0de7aaa8bbb0123456789ab',
      createdAt: new Date('2026-11-28T13:00:00.123Z'),
      executionDate: '2026-11-30',
      debtor: { name: 'Kartu Prakerja', account: '0987654321', agent: 'BNINIDJA' },
      count: transfers.length,
      controlSum: transfers.reduce((sum, { amount }) => sum + amount, 0n),
      transfers,
    }),
  );
};

const pain002 = () =>
  writeReport({
    messageId: 'BNI-STS-1',
    originalMessageId: 'PK019ab2f0c0de7aaa8bbb0123456789ab',
    at: new Date('2026-11-30T03:00:00Z'),
    statements: [
      { reference: 'PK1', status: 'ACSC' },
      { reference: 'PK2', status: 'PDNG' },
      { reference: 'PK3', status: 'RJCT', reason: 'AC04' },
    ],
  });

const statement = async () => {
  const { books } = await Books.open({});
  onTestFinished(() => books.close());
  const movement = { partner: 'bca', reference: 'PK1', account: '0811', amount: '600000' };
  books.move(movement, Date.parse('2026-11-26T03:00:00Z'));
  books.giveBack(movement, Date.parse('2026-11-26T04:00:00Z'));
  const options: DayOptions = {
    books,
    partner: 'bca',
    day: '2026-11-26',
    fee: 2_500,
    faults: [],
    seed: 1,
    isStatement: true,
  };
  const facts = {
    options,
    totals: await totalsOf(options),
    messageId: 'BCA-20261126',
    account: '123',
    isSumBroken: false,
  };
  return textOf(camt053(facts, rowsOf(options)));
};

// What is written, and what breaks it: an element elsewhere, a missing one, a text that is too long or no number.
const messages: [message: string, write: () => string | Promise<string>, breaks: [RegExp | string, string][]][] = [
  [
    'pain.001.001.09',
    pain001,
    [
      [/(<NbOfTxs>4<\/NbOfTxs>)(<CtrlSum>[\d.]+<\/CtrlSum>)/, '$2$1'],
      ['<PmtMtd>TRF</PmtMtd>', ''],
      ['<ChrgBr>DEBT</ChrgBr>', '<ChrgBr>NONE</ChrgBr>'],
      ['Ccy="IDR"', ''],
      ['600001.00', '600001,00'],
      [/<EndToEndId>PK/, `<EndToEndId>PK${'0'.repeat(9)}`],
      ['<BICFI>BNINIDJA', '<BICFI>BNI'],
      ['xsd:pain.001.001.09', 'xsd:pain.001.001.03'],
    ],
  ],
  [
    'pain.002.001.10',
    pain002,
    [
      ['<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>', ''],
      ['<TxSts>ACSC</TxSts>', '<TxSts>SETTLED</TxSts>'],
    ],
  ],
  [
    'camt.053.001.08',
    statement,
    [
      [/<Bal>.*<\/Bal>\n<Bal>.*<\/Bal>\n/, ''],
      [/<RvslInd>true<\/RvslInd><Sts><Cd>BOOK<\/Cd><\/Sts>/, '<Sts><Cd>BOOK</Cd></Sts><RvslInd>true</RvslInd>'],
      ['<CdtDbtInd>DBIT</CdtDbtInd>', '<CdtDbtInd>DEBIT</CdtDbtInd>'],
    ],
  ],
];

test.each(messages)('%s is valid, and broken ones are not', async (message, write, breaks) => {
  const text = await write();
  expect(faultOf(message, text)).toBeNull();
  for (const [found, instead] of breaks) {
    const broken = text.replace(found, instead);
    expect(broken).not.toBe(text);
    expect([found, faultOf(message, broken)]).toEqual([found, expect.stringMatching(/./)]);
  }
});
