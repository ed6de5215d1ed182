import { expect, test } from 'vitest';
import { base32, matchingStep, stepAt, totpAt } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

// RFC 6238, appendix B, SHA-1.
test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('at second %i the code of RFC 6238 is %s', (second, code) => {
  const step = stepAt(new Date(second * 1_000));
  expect(totpAt(secret, step, 8)).toBe(code);
  expect(totpAt(secret, step)).toBe(code.slice(2));
});

test('the codes of half a minute before and after are accepted, older ones are not', () => {
  const at = new Date(1_700_000_000_000);
  const now = stepAt(at);
  const accepted = [-2, -1, 0, 1, 2].filter((steps) => matchingStep(secret, totpAt(secret, now + steps), at));
  expect(accepted).toEqual([-1, 0, 1]);
  expect(matchingStep(secret, totpAt(secret, now - 1), at)).toBe(now - 1);
});

// RFC 4648, section 10.
test.each([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foobar', 'MZXW6YTBOI'],
])('%s is %s in base 32', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
});
