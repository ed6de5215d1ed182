import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOfOrder, outcomeOfStatus, readPain002 } from './pain002.ts';

const ids = ['PK0199d1c27a3b7c4d8e5f000000000001', 'PK0199d1c27a3b7c4d8e5f000000000002'] as const;

interface Parts {
  group?: string;
  payment?: string;
  transfers?: { id: string; status: string; reason?: string }[];
  prefix?: string;
}

const report = ({ group, payment, transfers = [], prefix = '' }: Parts): string => {
  const one = (name: string, text: string | undefined) => (text ? `<${prefix}${name}>${text}</${prefix}${name}>` : '');
  const items = transfers.map(({ id, status, reason }) => {
    const why = reason && one('StsRsnInf', one('Rsn', one('Cd', reason)));
    return one('TxInfAndSts', one('OrgnlEndToEndId', id) + one('TxSts', status) + (why ?? ''));
  });
  const header = one('GrpHdr', one('MsgId', 'BANK-1') + one('CreDtTm', '2026-11-30T10:00:00Z'));
  const groups = one('OrgnlGrpInfAndSts', one('OrgnlMsgId', 'PRAKERJA-1') + one('GrpSts', group));
  const inside = one(
    'OrgnlPmtInfAndSts',
    one('OrgnlPmtInfId', 'PRAKERJA-1') + one('PmtInfSts', payment) + items.join(''),
  );
  const xmlns = prefix ? `xmlns:${prefix.slice(0, -1)}` : 'xmlns';
  const root = `${prefix}Document`;
  const body = one('CstmrPmtStsRpt', header + groups + inside);
  return `<?xml version="1.0"?><${root} ${xmlns}="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">${body}</${root}>`;
};

const read = (text: string, size = 7) => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return readPain002(Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
};

test('only a settled or credited transfer is paid', () => {
  const states = ['RCVD', 'PDNG', 'ACTC', 'ACCP', 'ACSP', 'ACWC', 'ACSC', 'ACCC', 'RJCT', 'CANC', 'PART', 'NEWS'];
  const said = states.map((status) => `${status} ${outcomeOfStatus(status, null).state}`);
  expect(said).toEqual([
    'RCVD PENDING',
    'PDNG PENDING',
    'ACTC PENDING',
    'ACCP PENDING',
    'ACSP PENDING',
    'ACWC PENDING',
    'ACSC PAID',
    'ACCC PAID',
    'RJCT FAILED',
    'CANC FAILED',
    'PART UNKNOWN',
    'NEWS UNKNOWN',
  ]);
});

test('a transfer’s own status goes before that of its payment, and that before the group’s', async () => {
  const own = await read(
    report({ group: 'ACSC', payment: 'ACSC', transfers: [{ id: ids[0], status: 'RJCT', reason: 'AC01' }] }),
  );
  expect(own).toMatchObject({ messageId: 'BANK-1', originalMessageId: 'PRAKERJA-1', groupStatus: 'ACSC' });
  expect(outcomeOfOrder(own, ids[0])).toEqual({ state: 'FAILED', code: 'RJCT_AC01', isFinal: true });
  expect(outcomeOfOrder(own, ids[1]).state).toBe('PAID');
  const payment = await read(report({ group: 'ACSC', payment: 'RJCT' }));
  expect(outcomeOfOrder(payment, ids[0]).state).toBe('FAILED');
});

test('PART of a group marks nobody as paid', async () => {
  const part = await read(report({ group: 'PART', transfers: [{ id: ids[0], status: 'ACSC' }], prefix: 'p:' }));
  expect([outcomeOfOrder(part, ids[0]).state, outcomeOfOrder(part, ids[1]).state]).toEqual(['PAID', 'UNKNOWN']);
  const all = await read(report({ group: 'PART', payment: 'PART' }));
  expect(outcomeOfOrder(all, ids[0])).toEqual({ state: 'UNKNOWN', code: 'NOT_REPORTED' });
});

test('however the file is cut into pieces, it says the same', async () => {
  const text = report({ group: 'PART', transfers: ids.map((id) => ({ id, status: 'ACSC' })) });
  const whole = await read(text, text.length);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
      expect(await read(text, size)).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['NOT_XML', '<Document'],
  ['NOT_XML', 'Not XML'],
  ['NOT_XML', '<!DOCTYPE Document [<!ENTITY a "a">]><Document/>'],
  ['NAMESPACE', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"></Document>'],
  ['MISSING', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"></Document>'],
  ['REPEATED', report({ transfers: [1, 2].map(() => ({ id: ids[0], status: 'ACSC' })) })],
  [
    'MISSING',
    report({ transfers: [{ id: ids[0], status: 'ACSC' }] }).replace(/<OrgnlEndToEndId>.*<\/OrgnlEndToEndId>/, ''),
  ],
])('%s: nothing of the file is taken', async (code, text) => {
  await expect(read(text)).rejects.toMatchObject({ code });
});
