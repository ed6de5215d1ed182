import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOfSpreadsheet, isUntypable, typedDigits, typedLine, typedText } from './typed-text.ts';

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u;
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(..."aé\u0301\u200b\u202e\u00ad \u00a0\n\t’–Ａ\uff03\ufb01`\u034f=\u0338'\ufeff1٣"),
  }),
);

test('a normal form is the normal form of itself, and nothing in it is invisible', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const typed of [typedLine, typedText]) {
        const once = typed(text);
        expect(typed(once)).toBe(once);
        // A few marks of Arabic and of shorthand are of the category of formats, and are drawn.
        const drawn = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1343f}]/gu;
        expect(once.replace(drawn, '')).not.toMatch(invisible);
        expect(once).toBe(once.trim());
      }
      expect(typedLine(text)).not.toMatch(/\s\s|[^\S ]/);
    }),
    { numRuns: 5_000 },
  );
});

const unseen =
  '200b 200c 200d 200e 200f 202a 202e 2060 2066 2069 feff 00ad fe0f 180e 3164 ffa0 115f 034f 061c e0041 fffc';
test.each(unseen.split(' '))('U+%s is kept nowhere', (code) => {
  const mark = String.fromCodePoint(Number.parseInt(code, 16));
  expect(typedLine(`${mark}Si${mark}ti ${mark} Rahayu${mark}`)).toBe('Siti Rahayu');
  expect(typedText(`${mark} ${mark}\n${mark}`)).toBe('');
});

test.each([
  ['Siti\u00a0\u2003Rahayu\t', 'Siti Rahayu'],
  ['Siti\r\nRahayu\u2028', 'Siti Rahayu'],
  [
    'Nur`aini, Ma’ruf, D‘Souza, ʼAisyah, Ta´lim, Mu′min, Sa＇ad',
    "Nur'aini, Ma'ruf, D'Souza, 'Aisyah, Ta'lim, Mu'min, Sa'ad",
  ],
  ['Al‐Farisi Al‑Farisi Al–Farisi Al—Farisi Al−Farisi Al﹣Farisi Al－Farisi', Array(7).fill('Al-Farisi').join(' ')],
  ['“Siti”', '"Siti"'],
  ['ＳＩＴＩ　Ｒａｈａｙｕ', 'SITI Rahayu'],
  ['Andre\u0301', 'André'],
  ['e\u200d\u0301', 'é'],
  ['Alﬁan', 'Alfian'],
  ['5 m² ½', '5 m² ½'],
])('%j is kept as %j', (typed, kept) => {
  expect(typedLine(typed)).toBe(kept);
});

test('a text of several lines keeps its lines', () => {
  expect(typedText('\u202aSatu\u00a0kali\r\ndua\rtiga\u202c \n')).toBe('Satu kali\ndua\ntiga');
});

test.each([
  ['3273 9945 0101 0007', '3273994501010007'],
  ["'3273994501010007", '3273994501010007'],
  ['’3273994501010007', '3273994501010007'],
  ['="3273994501010007"', '3273994501010007'],
  ['“3273994501010007”', '3273994501010007'],
  ['3273994501010007.0', '3273994501010007'],
  ['3273994501010007,00', '3273994501010007'],
  ['3.273.994.501.010.007', '3273994501010007'],
  ['3,273,994,501,010,007', '3273994501010007'],
  ['３２７３－９９４５－０１０１－０００７', '3273994501010007'],
  ['٣٢٧٣٩٩٤٥٠١٠١٠٠٠٧', '3273994501010007'],
  ['۳۲۷۳۹۹۴۵۰۱۰۱۰۰۰۷', '3273994501010007'],
  ['\u202d3273994501010007\u202c', '3273994501010007'],
  ['3273994501O10007', '3273994501O10007'],
])('of %j a number is read as %s', (typed, digits) => {
  expect(typedDigits(typed)).toBe(digits);
});

test.each([
  '3.17E+15',
  '3,17394E+15',
  '3.2739945e15',
  '３．１７Ｅ＋１５',
  "'3.17E+15",
  '3.17 E+15',
  '3.17×10^15',
  '3.17 x 10¹⁵',
  '8.12E+10',
  '########',
])('a spreadsheet made %s', (text) => expect(isOfSpreadsheet(text)).toBe(true));

test.each(['3273994501010007', 'E15', '3.273.994', '0812-3456-7890', '', 'siti'])(
  'a spreadsheet did not make %j',
  (text) => expect(isOfSpreadsheet(text)).toBe(false),
);

test.each(['a\0', '\ud800a', 'a\udc00', '\ufffe', '\uffff', '\ufdd0', '\u{1ffff}', '\u0007', '\u009f', '\u007f'])(
  '%j is no text',
  (text) => expect(isUntypable(`Siti ${text}`)).toBe(true),
);

test('line breaks, tabs, letters of any script and pictures are text', () => {
  expect(isUntypable('Satu\r\n\tdua\u0085 \u2028 Ñ ب 漢 👩🏽‍🌾 \ufffd')).toBe(false);
});

test('a megabyte of anything is read within a second', () => {
  const units = ["'", ' ', '\u200b', '٣', '"=', '1,', '`', 'e\u0301', '-', '\ud800', '9.0', 'ﬁ'];
  for (const unit of units) {
    const text = unit.repeat(1_000_000 / unit.length);
    let leastMs = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 3 && leastMs >= 1_500; tries += 1) {
      const before = process.threadCpuUsage();
      for (const read of [typedLine, typedText, typedDigits, isOfSpreadsheet, isUntypable]) read(text);
      const { user, system } = process.threadCpuUsage(before);
      leastMs = Math.min(leastMs, (user + system) / 1_000);
    }
    expect({ unit, isFast: leastMs < 1_500 }).toEqual({ unit, isFast: true });
  }
});
