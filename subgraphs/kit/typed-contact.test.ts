import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import validator from 'validator/lib/isEmail.js';
import { expect, test } from 'vitest';
import { typedEmail, typedMobile } from './typed-contact.ts';

const SITI = '+6281234567890';

test.each([
  '081234567890',
  '0812-3456-7890',
  '0812 3456 7890',
  '(0812) 3456 7890',
  '0812.3456.7890',
  '6281234567890',
  '81234567890',
  '+62 812-3456-7890',
  '+62 (0)812 3456 7890',
  '+62 0812 3456 7890',
  '006281234567890',
  '+081234567890',
  'tel:+6281234567890',
  "'081234567890",
  '81234567890.0',
  '81,234,567,890',
  '６２８１２３４５６７８９０',
  '٠٨١٢٣٤٥٦٧٨٩٠',
  '\u202a+62\u00a0812\u20113456\u20117890\u202c',
  '\u200b0812–3456—7890\ufeff',
])('%j is one number', (text) => {
  expect(typedMobile(text)).toEqual({ number: SITI, isIndonesian: true, isSynthetic: false });
});

test.each([
  '+6591234567',
  '0060 12-345 6789',
  '+886 912 345 678',
  '+966 50 123 4567',
  '+852 5123 4567',
  '+44 7911 123456',
])('%s is a mobile number of another country', (text) =>
  expect(typedMobile(text)).toMatchObject({ isIndonesian: false, isSynthetic: false }),
);

test.each([
  '',
  'call me',
  '12',
  '0812',
  '0812 3456 789O',
  '0812345678901234',
  '0812-3456-7890 / 0813-3456-7890',
  '08123',
  // Fixed lines, free and paid services.
  '021-5551234',
  '(0274) 512345',
  '+62 21 5551234',
  '0800 1 234 567',
  '0809 1234567',
  '14045',
  '112',
  '+6561234567',

  '8.12E+10',
  '+62812345678;ext=5',
  '0812 3456 7890 ext 5',
  '081234567890,081234567891',
  '+1234567890123456789',
  '0812\u00003456 7890',
  '0812<b>34567890',
  '1'.repeat(1_000_000),
  `${' '.repeat(1_000_000)}081234567890`,
])('%j is no mobile number', (text) => expect(typedMobile(text)).toBeNull());

test('numbers of made-up people are told apart', () => {
  expect(typedMobile('+6284000000001')).toEqual({ number: '+6284000000001', isIndonesian: true, isSynthetic: true });
});

test('Indonesian numbers are those of libphonenumber', () => {
  const numbers = fc.tuple(
    fc.constantFrom('8', '81', '82', '83', '85', '86', '87', '88', '89', '80', '2', '9'),
    fc.nat(10 ** 12),
  );
  fc.assert(
    fc.property(numbers, ([start, rest]) => {
      const number = `+62${start}${rest}`;
      fc.pre(!number.startsWith('+6284'));
      const known = parsePhoneNumberFromString(number);
      expect(typedMobile(number)?.isIndonesian ?? false).toBe(known?.isValid() === true && known.country === 'ID');
    }),
    { numRuns: 2_000 },
  );
});

test('usual addresses are addresses to the validator', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab9._+-'), minLength: 1, maxLength: 20 });
  const domain = fc.string({ unit: fc.constantFrom(...'ab9.-'), minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(word, domain, fc.constantFrom('org', 'co.id', 'c', 'x1'), (mailbox, host, end) => {
      const address = `${mailbox}@${host}.${end}`;
      const isOne = /^[a-z0-9_]/.test(mailbox) && validator.default(address);
      expect(typedEmail(address)).toBe(isOne ? address : null);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['siti@example.org', 'siti@example.org'],
  [' Siti.R@Example.ORG\u00a0', 'siti.r@example.org'],
  ['siti+kerja@mail.example.co.id', 'siti+kerja@mail.example.co.id'],
  ['si\u200bti@exam\u00adple.org', 'siti@example.org'],
  ['\u202asiti@example.org\u202c', 'siti@example.org'],
  ['ｓｉｔｉ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'siti@example.org'],
  ['d’souza@example.org', "d'souza@example.org"],
  ['sité@example.org', 'sité@example.org'],
  ['site\u0301@example.org', 'sité@example.org'],
  ['siti@münchen.example', 'siti@xn--mnchen-3ya.example'],
  ['siti@mu\u0308nchen.example', 'siti@xn--mnchen-3ya.example'],
  ['siti@XN--MNCHEN-3YA.example', 'siti@xn--mnchen-3ya.example'],
  [`${'s'.repeat(64)}@example.org`, `${'s'.repeat(64)}@example.org`],
])('%j is the address %s', (text, address) => {
  expect(typedEmail(text)).toBe(address);
  expect(typedEmail(address)).toBe(address);
});

test.each([
  '',
  'siti',
  'siti@',
  '@example.org',
  'siti at example.org',
  'siti@a@example.org',
  'si ti@example.org',
  'siti@example',

  'siti@-example.org',
  'siti@example-.org',
  'siti@[192.0.2.1]',
  'siti@192.0.2.1',
  'siti@*.org',
  'siti@exa_mple.org',

  'siti@example.org.',
  'siti@.example.org',
  'siti@example..org',
  '.siti@example.org',
  'siti.@example.org',
  'si..ti@example.org',

  '"siti"@example.org',
  '"si ti"@example.org',
  'Siti <siti@example.org>',
  '<siti@example.org>',
  'mailto:siti@example.org',

  '{{7*7}}@example.org',
  '$7*7@example.org',
  '#{7*7}@example.org',
  '%7B@example.org',
  '`id`@example.org',
  'a|b@example.org',

  "siti@example.org'--",
  'siti@example.org?cc=x@y.org',
  'siti@example.org,budi@example.org',
  'siti@example.org;',
  'siti@<b>.org',

  'siti@localhost',
  'siti@example.1',
  'siti@example.o',
  'siti\\@example.org',
  'siti@example\\.org',
  'siti@exa\0mple.org',
  'siti\ud800@example.org',

  'siti@example.org\nbcc:x@example.org',
  'siti@\u200b',
  '\u200b@example.org',
  `${'s'.repeat(65)}@example.org`,
  `s@${'a.'.repeat(130)}org`,

  'a'.repeat(1_000_000),
  '@'.repeat(1_000_000),
  `siti@${'a.'.repeat(500_000)}org`,
])('%j is no address', (text) => expect(typedEmail(text)).toBeNull());
