const wide = (text: string) => text.replace(/[0-9A-Z]/g, (char) => String.fromCodePoint(0xfee0 + char.charCodeAt(0)));
const halves = (code: string): [string, string] => [code.slice(0, code.length / 2), code.slice(code.length / 2)];

/** Ways in which people type and paste a code: each is the code. */
export const typings: [name: string, typed: (code: string) => string][] = [
  ['as it is', (code) => code],
  ['a blank between the halves', (code) => halves(code).join(' ')],
  ['a trailing blank', (code) => `${code} `],
  ['a leading blank', (code) => ` ${code}`],
  ['a trailing line break', (code) => `${code}\r\n`],
  ['a tab', (code) => `\t${code}`],
  ['a no-break space', (code) => halves(code).join('\u00a0')],
  ['a narrow no-break space', (code) => halves(code).join('\u202f')],
  ['an ideographic space', (code) => halves(code).join('\u3000')],
  ['a figure space', (code) => `${halves(code).join('\u2007')}\u2007`],
  ['a zero-width space', (code) => halves(code).join('\u200b')],
  ['a byte-order mark', (code) => `\ufeff${code}`],
  ['marks of direction', (code) => `\u202a${code}\u202c`],
  ['a hyphen', (code) => halves(code).join('-')],
  ['an en dash', (code) => halves(code).join('–')],
  ['a no-break hyphen', (code) => halves(code).join('‑')],
  ['blanks everywhere', (code) => ` ${[...code].join(' ')} `],
  ['full-width forms', wide],
  ['full-width forms with a blank', (code) => wide(halves(code).join('　'))],
  ['quotes', (code) => `"${code}"`],
  ['curved quotes', (code) => `“${code}”`],
  ['a full stop behind it', (code) => `${code}.`],
];

/** What is none of the code, whatever it resembles. */
export const mistypings: [name: string, typed: (code: string) => string][] = [
  ['a character less', (code) => code.slice(1)],
  ['a character more', (code) => `${code}7`],
  ['another letter', (code) => `${code}A`],
  ['twice', (code) => `${code} ${code}`],
  ['nothing', () => ''],
  ['blanks alone', () => ' \u00a0 '],
  ['a thousand blanks before it', (code) => ' '.repeat(1_000) + code],
];
