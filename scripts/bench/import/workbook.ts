import { type Part, zipOf } from './zip.ts';

/** A cell of a workbook to be written; the style is an index among `formats`. */
export type WrittenCell = string | number | boolean | null | { value: number; style: number } | { error: string };

export interface WorkbookOptions {
  /** Codes of the formats of numbers, from style 1 on. */
  formats?: readonly string[];
  /** Whether texts stand in their cells, instead of among the shared ones. */
  isInline?: boolean;
  is1904?: boolean;
  /** Prefix of the elements, as some programs write it. */
  prefix?: string;
}

const escaped = (text: string) =>
  text
    .replace(/_x([\da-f]{4})_/gi, '_x005F_x$1_')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, (char) => `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_`)
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

class Strings {
  readonly texts: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#indexes.get(text) ?? this.texts.push(text) - 1;
    this.#indexes.set(text, known);
    return known;
  }
}

const cellXml = (cell: WrittenCell, place: string, strings: Strings | undefined): string => {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'string')
    return strings
      ? `<c r="${place}" t="s"><v>${strings.indexOf(cell)}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  if ('error' in cell) return `<c r="${place}" t="e"><v>${cell.error}</v></c>`;
  return `<c r="${place}" s="${cell.style}"><v>${cell.value}</v></c>`;
};

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

const relations = (targets: readonly (readonly [string, string])[]) =>
  `${head}<Relationships xmlns="${PACKAGE}">${targets
    .map(
      ([kind, target], index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

const prefixed = (xml: string, prefix: string | undefined) =>
  prefix === undefined
    ? xml
    : xml.replace(/<(\/?)(?![?/])(\w)/g, `<$1${prefix}:$2`).replace('xmlns=', `xmlns:${prefix}=`);

const sheetXml = (rows: readonly (readonly WrittenCell[])[], strings: Strings | undefined) =>
  `${head}<worksheet xmlns="${MAIN}"><sheetData>${rows
    .map((row, index) => {
      const cells = row.map((cell, column) => cellXml(cell, `${letters(column)}${index + 1}`, strings)).join('');
      return `<row r="${index + 1}">${cells}</row>`;
    })
    .join('')}</sheetData></worksheet>`;

const stylesXml = (formats: readonly string[]) =>
  `${head}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats
    .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
    .join('')}</numFmts><cellXfs count="${formats.length + 1}"><xf numFmtId="0"/>${formats
    .map((_, index) => `<xf numFmtId="${164 + index}"/>`)
    .join('')}</cellXfs></styleSheet>`;

/** Sheets by their name, the first one first. */
export type Sheets = Readonly<Record<string, readonly (readonly WrittenCell[])[]>>;

/** Parts of a workbook, for tests that break one. */
export const workbookParts = (sheets: Sheets, options: WorkbookOptions = {}): Part[] => {
  const { formats = [], isInline = false, is1904 = false, prefix } = options;
  const strings = isInline ? undefined : new Strings();
  const names = Object.keys(sheets);
  const texts = names.map((name) => sheetXml(sheets[name] ?? [], strings));
  const list = names
    .map(
      (name, index) =>
        `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"${name.startsWith('hidden') ? ' state="hidden"' : ''}/>`,
    )
    .join('');
  const date1904 = is1904 ? '<workbookPr date1904="1"/>' : '';
  const workbook = `${head}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${date1904}<sheets>${list}</sheets></workbook>`;
  const targets = [
    ...names.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
    ['styles', 'styles.xml'] as const,
    ...(strings ? [['sharedStrings', 'sharedStrings.xml'] as const] : []),
  ];
  const shared = strings?.texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('') ?? '';
  const xml: [string, string][] = [
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook],
    ['xl/_rels/workbook.xml.rels', relations(targets)],
    ['xl/styles.xml', stylesXml(formats)],
    ...texts.map((text, index): [string, string] => [`xl/worksheets/sheet${index + 1}.xml`, prefixed(text, prefix)]),
  ];
  if (strings) xml.push(['xl/sharedStrings.xml', prefixed(`${head}<sst xmlns="${MAIN}">${shared}</sst>`, prefix)]);
  return xml.map(([name, text]) => ({ name, data: Buffer.from(text) }));
};

/** A workbook as Excel, LibreOffice and others write it. */
export const workbookOf = (sheets: Sheets, options?: WorkbookOptions): Buffer => zipOf(workbookParts(sheets, options));
