import { expect, test } from 'vitest';
import { type IndexKind, normalise } from './normalise.ts';

test.each<[IndexKind, string, string[]]>([
  [
    'nik',
    '3273994501010007',
    ['3273 9945 0101 0007', '3273.99.450101.0007', ' 3273-9945-0101-0007 ', "'3273994501010007"],
  ],
  ['kk', '3273990101200007', ['３２７３９９０１０１２００００７', '\u200b3273990101200007\u00a0']],
  [
    'phone',
    '+6284012345678',
    ['084012345678', '6284012345678', '84012345678', '+62 840-1234-5678', '006284012345678', '+62 (0)840 1234 5678'],
  ],
  ['phone', '+6284012345678', ['０８４０１２３４５６７８', '\u202a+62\u00a0840‑1234‑5678\u202c', "'084012345678"]],
  ['phone', '+60123456789', ['+60 12-345 6789', '0060123456789']],
  ['account', '0012345678', ['001-234-5678', ' 0012 3456 78 ', '0012.345678']],
  ['email', 'siti.r@example.org', [' Siti.R@Example.ORG ', 'SITI.R@EXAMPLE.ORG', 'siti.\u200br@example.org']],
  ['email', 'sité@example.org', ['site\u0301@example.org', 'SITÉ@EXAMPLE.ORG']],
])('equivalent forms of a %s are %s', (kind, normal, forms) => {
  expect(forms.map((form) => normalise(kind, form))).toEqual(forms.map(() => normal));
  expect(normalise(kind, normal)).toBe(normal);
});

test.each<[IndexKind, string]>([
  ['nik', '327399450101000'],
  ['nik', '32739945010100O7'],
  ['kk', ''],
  ['phone', '0812'],
  ['phone', '+62812x456789'],
  ['account', '12345'],
  ['account', '123456789x'],
  ['email', 'siti'],
  ['email', 'a@b@c'],
])('what is no %s is refused without being told: %s', (kind, value) => {
  expect(() => normalise(kind, value)).toThrow(RangeError);
  try {
    normalise(kind, value);
  } catch (error) {
    if (value) expect(String((error as Error).stack)).not.toContain(value);
  }
});
