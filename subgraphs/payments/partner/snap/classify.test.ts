import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidePayment, decideStatus, outcomeOf, verdictOf } from './classify.ts';

test('each code of the standard means one thing for a top-up and for a transfer', () => {
  const codes = ['20000', '20200', '40000', '40001', '40002', '40100', '40104', '40302', '40303', '40305', '40309'];
  codes.push('40314', '40318', '40320', '40323', '40401', '40411', '40418', '40900', '40901', '42900', '50000');
  codes.push('50001', '50002', '50400');
  const of = (service: string) =>
    Object.fromEntries(codes.map((code) => [code, verdictOf(code.slice(0, 3) + service + code.slice(3))]));
  const topup = of('38');
  expect(topup).toEqual({
    20000: 'PAID',
    20200: 'PENDING',
    40000: 'FAILED',
    40001: 'FAILED',
    40002: 'FAILED',
    40100: 'NOT_NOW',
    40104: 'NOT_NOW',
    40302: 'FAILED',
    40303: 'FAILED',
    40305: 'FAILED',
    40309: 'FAILED',
    40314: 'NOT_NOW',
    40318: 'FAILED',
    40320: 'FAILED',
    40323: 'FAILED',
    // Only a status inquiry may say that it does not know a reference.
    40401: 'UNKNOWN',
    40411: 'FAILED',
    40418: 'UNKNOWN',
    40900: 'UNKNOWN',
    40901: 'ASK',
    42900: 'NOT_NOW',
    50000: 'UNKNOWN',
    50001: 'UNKNOWN',
    50002: 'UNKNOWN',
    50400: 'UNKNOWN',
  });
  for (const transfer of ['17', '18']) expect(of(transfer)).toEqual({ ...topup, 40418: 'ASK' });
  expect([verdictOf('4043901'), verdictOf('4043601')]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
});

test('latestTransactionStatus: 00 to 07, and nothing else', () => {
  const said = ['00', '01', '02', '03', '04', '05', '06', '07', '08', '', 0, null, 'toString'].map((latest) => {
    const result = { status: 200, responseCode: '2003900', answer: { latestTransactionStatus: latest } };
    const outcome = outcomeOf(decideStatus(result), null);
    return `${latest} ${outcome.state}${'notFound' in outcome ? ' not found' : ''}`;
  });
  expect(said).toEqual([
    '00 PAID',
    '01 PENDING',
    '02 PENDING',
    '03 PENDING',
    '04 FAILED',
    '05 FAILED',
    '06 FAILED',
    '07 UNKNOWN not found',
    '08 UNKNOWN',
    ' UNKNOWN',
    '0 UNKNOWN',
    'null UNKNOWN',
    'toString UNKNOWN',
  ]);
});

test('a refused status inquiry says nothing of the payment', () => {
  for (const code of ['4013900', '4033914', '4093901', '4293900', '4003901', '2023900', '5003900']) {
    const status = Number(code.slice(0, 3));
    expect(outcomeOf(decideStatus({ status, responseCode: code, answer: {} }), null).state).toBe('UNKNOWN');
  }
  expect(outcomeOf(decideStatus({ unsent: 'TOKEN_UNANSWERED' }), null).state).toBe('UNKNOWN');
});

test('no code but 200 with case 00 is ever PAID, and what nobody listed is UNKNOWN', () => {
  const codes = fc.record({ status: fc.integer({ min: 100, max: 599 }), rest: fc.stringMatching(/^\d{4}$/) });
  const listed = new Set([200, 202, 400, 401, 403, 404, 409, 429, 500, 504]);
  fc.assert(
    fc.property(codes, ({ status, rest }) => {
      const decision = decidePayment({ status, responseCode: `${status}${rest}`, answer: {} });
      if (decision.verdict === 'PAID') expect([status, rest.slice(2)]).toEqual([200, '00']);
      if (!listed.has(status)) expect(decision.verdict).toBe('UNKNOWN');
    }),
    { numRuns: 2_000 },
  );
});
