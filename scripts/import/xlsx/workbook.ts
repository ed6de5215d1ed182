import { posix } from 'node:path';
import { ImportError } from '../import.error.ts';
import { kindsOf, type NumberKind } from './dates.ts';
import { SharedStrings, unescaped } from './strings.ts';
import { readWhole, withPiece } from './xml.ts';
import type { Archive } from './zip.ts';

export interface Workbook {
  /** Parts of the sheets that are shown, in their order. */
  sheets: string[];
  strings: SharedStrings;
  kinds: readonly NumberKind[];
  is1904: boolean;
}

const targetsOf = async (archive: Archive, part: string): Promise<Map<string, string>> => {
  const relations = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  const targets = new Map<string, string>();
  if (!archive.has(relations)) return targets;
  await readWhole(await archive.read(relations), {
    open: (name, { Id = '', Target = '' }) => {
      if (name !== 'Relationship') return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join(posix.dirname(part), Target));
    },
  });
  return targets;
};

const readSheets = async (archive: Archive, part: string) => {
  const targets = await targetsOf(archive, part);
  const sheets: string[] = [];
  let is1904 = false;
  await readWhole(await archive.read(part), {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || /hidden/i.test(attributes.state ?? '')) return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id);
      if (target && archive.has(target)) sheets.push(target);
    },
  });
  const strings = [...targets.values()].find((target) => /sharedstrings\.xml$/i.test(target));
  const styles = [...targets.values()].find((target) => /styles\.xml$/i.test(target));
  return { sheets, is1904, strings, styles };
};

const readStrings = async (archive: Archive, part: string | undefined): Promise<SharedStrings> => {
  const strings = new SharedStrings();
  if (!part || !archive.has(part)) return strings;
  let text = '';
  let isText = false;
  let isPhonetic = false;
  await readWhole(await archive.read(part), {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    text: (piece) => {
      if (isText) text = withPiece(text, piece);
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name === 'si') strings.add(unescaped(text));
    },
  });
  return strings;
};

const readKinds = async (archive: Archive, part: string | undefined): Promise<NumberKind[]> => {
  if (!part || !archive.has(part)) return [];
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isInCells = false;
  await readWhole(await archive.read(part), {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      if (name === 'cellXfs') isInCells = true;
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      if (name === 'xf' && isInCells) formats.push(Number(numFmtId));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return kindsOf(formats, codes);
};

/** @throws ImportError when it has no sheet that is shown */
export const readWorkbook = async (archive: Archive): Promise<Workbook> => {
  const roots = await targetsOf(archive, '');
  const part = [...roots.values()].find((target) => /workbook\.xml$/i.test(target)) ?? 'xl/workbook.xml';
  const { sheets, is1904, strings, styles } = await readSheets(archive, part);
  if (sheets.length === 0) throw new ImportError('the workbook has no sheet that is shown');
  const kinds = await readKinds(archive, styles);
  return { sheets, kinds, is1904, strings: await readStrings(archive, strings) };
};
