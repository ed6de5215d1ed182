import { expect, test } from 'vitest';
import { Refusal } from '../../kit/refusal.ts';
import {
  checkKk,
  readEmail,
  readKkDigits,
  readMotivation,
  readName,
  readNik,
  readPhone,
  readRegion,
} from './stated.ts';

const reference = { regions: new Set(['32', '32.73']), skills: new Set<string>(), allowsSynthetic: true };
const onReal = { ...reference, allowsSynthetic: false };
const around = { birthDate: '1995-01-05', today: '2026-11-24', regions: reference.regions, allowsSynthetic: true };

const kkOf = (text: string) => {
  const kk = readKkDigits(text);
  checkKk(kk, null, reference);
  return kk;
};

const faultOf = (read: () => unknown): unknown => {
  try {
    return { kept: read() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.text.id).not.toBe(error.text.en);
    return error.code;
  }
};

const onCards = [
  ...["Nur'aini", "'Aisyah", "Ma'ruf Amin", "D'Souza", "Siti Nur'aini", "Sa'diyah", "Jum'at", "Ta'ib"],
  ...['Muthu A/L Raju', 'Devi A/P Muthu', 'Ravi S/O Kumar', 'Siti (Alm)', '(Alm) Budi Santoso', 'Budi (Alm.)'],
  ...[
    'H. Abdul Rahman',
    'Hj. Siti Aminah',
    'Drs. Budi Santoso, M.M.',
    'Siti Rahayu, S.Pd.',
    'Dr. Ir. H. Joko, M.Sc., Ph.D',
  ],
  ...[
    'Prof. Dr. dr. Ani, Sp.A(K)',
    'Moh.Ali',
    'Abd. Rahman',
    'Budi, M.Kom',
    'Budi, S.Kom., M.Com',
    'S.H Siti',
    'R.A. Kartini',
  ],
  ...[
    'A',
    'I',
    'Y. Z.',
    'Suharto',
    'Al-Farisi',
    'Ni Luh Putu Ayu-Dewi',
    'Siti Aminah Binti Abdullah',
    'Budi alias Bud',
  ],
  ...[
    'André Müller',
    'Zoë Çelik',
    'José Ñuñez',
    'Łukasz',
    'Ðặng Thị',
    'Budi Santoso III',
    'A. A. Gde Agung',
    'Sie Siok Nio',
  ],
  ...[
    'Rangga Madhipa Sutra Jiwa Cordosega Akre Askhala Mughal Ilkhanat Akbar Sahara Pi Thariq Ziyad Syaifudin'.slice(
      0,
      99,
    ),
  ],
];
test.each(onCards)('the name %s is kept as on the card', (name) => {
  expect(readName(name)).toBe(name);
});

test.each([
  ['Nur`aini', "Nur'aini"],
  ['Nur’aini', "Nur'aini"],
  ['\u202aSiti\u00a0 Rahayu\u202c', 'Siti Rahayu'],
  ['Siti\tRahayu\r\n', 'Siti Rahayu'],
  ['Siti\u200bRahayu', 'SitiRahayu'],
  ['Al–Farisi', 'Al-Farisi'],
  ['ＳＩＴＩ', 'SITI'],
  ['Andre\u0301', 'André'],
])('the name %j is kept as %j', (typed, kept) => {
  expect(readName(typed)).toBe(kept);
});

test.each(
  [
    ...['', ' ', '\u200b', '\u3164', '\u00ad\u2060', '...', "'", '-', '()', '\u0301', '\u2800', ' . , '].map((text) => [
      text,
      'NAME_EMPTY',
    ]),
    ...['a'.repeat(101), 'a'.repeat(1_000_000), '\u200b'.repeat(1_000_000)].map((text) => [text, 'NAME_TOO_LONG']),
    ...[
      'Siti 2',
      'S1ti',
      'Siti <b>',
      '<script>alert(1)</script>',
      'http://evil.example',
      'www.evil.com',
      'evil.com',
      'Siti evil.co.id',
    ],
    ...[
      'bit.ly/abc',
      'Siti // Rahayu',
      '{{7*7}}',
      '$(x)',
      'Siti 😀',
      '😀',
      'siti@example.org',
      'Siti; drop',
      'Siti=1',
      '=Siti',
    ],
    ...[
      'Ситі',
      'Ѕiti',
      'سيتي',
      '西提',
      'Siti\u0000',
      'Siti\ud800',
      'Siti\uffff',
      'Siti\u0007',
      'Siti "Ani"',
      'Siti_R',
      'Siti & Co',
      '#REF!',
    ],
  ].map((row) => (typeof row === 'string' ? [row, 'NAME_MALFORMED'] : row)),
)('the name %j is refused as %s', (typed, code) => {
  expect(faultOf(() => readName(typed ?? ''))).toBe(code);
});

const NIK = '3273994501950002';
test.each([
  '3273 9945 0195 0002',
  `'${NIK}`,
  `’${NIK}`,
  `${NIK}.0`,
  '３２７３９９４５０１９５０００２',
  '٣٢٧٣٩٩٤٥٠١٩٥٠٠٠٢',
  `\u202d${NIK}\u202c`,
  '3,273,994,501,950,002',
  '3273‑9945‑0195‑0002',
])('the NIK %j is one', (typed) => expect(readNik(typed, around).nik).toBe(NIK));

test.each([
  ['3.17E+15', 'NIK_CHANGED_BY_SPREADSHEET'],
  ['3,27399E+15', 'NIK_CHANGED_BY_SPREADSHEET'],
  ['3.2739945e15', 'NIK_CHANGED_BY_SPREADSHEET'],
  ['########', 'NIK_CHANGED_BY_SPREADSHEET'],
  ['327399450195000O', 'NIK_NOT_DIGITS'],
  ['', 'NIK_LENGTH'],
  ['\u200b', 'NIK_LENGTH'],
  ['1'.repeat(1_000_000), 'NIK_LENGTH'],
  ['x'.repeat(1_000_000), 'NIK_LENGTH'],
  [`${NIK}\u0000`, 'NIK_NOT_DIGITS'],
])('the NIK %j is refused as %s', (typed, code) => {
  expect(faultOf(() => readNik(typed, around))).toBe(code);
});

const KK = '3273010502150003';
test.each([KK, '3273 0105 0215 0003', `'${KK}`, '３２７３０１０５０２１５０００３', `${KK}.00`, `\ufeff${KK}`])(
  'the family card %j is one',
  (typed) => expect(kkOf(typed)).toBe(KK),
);

test.each([
  ['9101010502150003', { kept: '9101010502150003' }],
  ['3299010502150003', 'KK_REGION_UNKNOWN'],
  ['3279990502150003', { kept: '3279990502150003' }],
  ['3273012902000003', { kept: '3273012902000003' }],
  ['3273010101990003', { kept: '3273010101990003' }],
  ['0000000000000000', 'KK_REGION_UNKNOWN'],
  ['1111111111111111', { kept: '1111111111111111' }],
  ['9999999999999999', 'KK_REGION_UNKNOWN'],
  ['3273000502150003', 'KK_REGION_UNKNOWN'],
  ['3273014502150003', 'KK_DATE_IMPOSSIBLE'],
  ['3273013002150003', 'KK_DATE_IMPOSSIBLE'],
  ['3273010513150003', 'KK_DATE_IMPOSSIBLE'],
  ['3273010000000003', 'KK_DATE_IMPOSSIBLE'],
  ['3273012902010003', 'KK_DATE_IMPOSSIBLE'],
  ['3273010502150000', 'KK_SERIAL_ZERO'],
  ['3.27301E+15', 'KK_CHANGED_BY_SPREADSHEET'],
  ['327301050215000', 'KK_MALFORMED'],
  ['327301050215000O', 'KK_MALFORMED'],
  ['1'.repeat(1_000_000), 'KK_MALFORMED'],
])('the family card %j: %o', (typed, found) => {
  expect(faultOf(() => kkOf(typed))).toEqual(found);
});

test.each([
  ['0812–3456–7890', { kept: '+6281234567890' }],
  ['８１２３４５６７８９０', { kept: '+6281234567890' }],
  ['+62 840 0000 0001', { kept: '+6284000000001' }],
  ['+886 912 345 678', 'PHONE_FOREIGN'],
  ['8.12E+10', 'PHONE_CHANGED_BY_SPREADSHEET'],
  ['021 5551234', 'PHONE_MALFORMED'],
  ['0800 1 234 567', 'PHONE_MALFORMED'],
  ['\u200b', 'PHONE_MALFORMED'],
  ['0812 3456 789O', 'PHONE_MALFORMED'],
  ['0'.repeat(1_000_000), 'PHONE_MALFORMED'],
])('the phone %j: %o', (typed, found) => {
  expect(faultOf(() => readPhone(typed, reference))).toEqual(found);
});

test('a phone of made-up people is none where only real ones are taken', () => {
  expect(faultOf(() => readPhone('+62 840 0000 0001', onReal))).toBe('PHONE_MALFORMED');
});

test.each([
  ['Siti@Example.org\u00a0', { kept: 'siti@example.org' }],
  ['si\u200bti@example.org', { kept: 'siti@example.org' }],
  ['{{7*7}}@example.org', 'EMAIL_MALFORMED'],
  ['siti@-example.org', 'EMAIL_MALFORMED'],
  ['siti@[192.0.2.1]', 'EMAIL_MALFORMED'],
  ['siti@*.org', 'EMAIL_MALFORMED'],
  ['\u200b', 'EMAIL_MALFORMED'],
])('the address %j: %o', (typed, found) => {
  expect(faultOf(() => readEmail(typed))).toEqual(found);
});

test.each([
  ['\u202aIngin\u00a0bekerja.\u202c', { kept: 'Ingin bekerja.' }],
  ['Satu\r\nDua', { kept: 'Satu\nDua' }],
  ['\u200b', 'MOTIVATION_EMPTY'],
  ['\u3164 \u00ad\n', 'MOTIVATION_EMPTY'],
  ['😀'.repeat(2_000), { kept: '😀'.repeat(2_000) }],
  ['a'.repeat(2_001), 'MOTIVATION_TOO_LONG'],
  ['\u200b'.repeat(1_000_000), 'MOTIVATION_TOO_LONG'],
  ['a\u0000b', 'MOTIVATION_MALFORMED'],
  ['a\ud800b', 'MOTIVATION_MALFORMED'],
  ['a\uffffb', 'MOTIVATION_MALFORMED'],
])('the motivation %j: %o', (typed, found) => {
  expect(faultOf(() => readMotivation(typed))).toEqual(found);
});

test.each(['32.73', '3273', '３２．７３', '32\u200b73', ' 32.73\u00a0', "'3273"])(
  'the region %j is Bandung',
  (typed) => {
    expect(readRegion(typed, reference)).toBe('32.73');
  },
);

test('a region of residence is one of today', () => {
  expect(faultOf(() => readRegion('64.73', reference))).toBe('REGION_UNKNOWN');
});
