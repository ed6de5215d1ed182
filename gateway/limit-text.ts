import type { Text } from '../subgraphs/kit/language.ts';

export type LimitName =
  | 'documentLength'
  | 'bodyBytes'
  | 'bodyValues'
  | 'tokens'
  | 'depth'
  | 'aliases'
  | 'aliasLength'
  | 'directives'
  | 'introspections'
  | 'fields'
  | 'values'
  | 'characters';

const described: Record<LimitName, Text> = {
  documentLength: {
    en: 'The document is longer than {} characters.',
    id: 'Dokumen lebih panjang dari {} karakter.',
  },
  bodyBytes: {
    en: 'The request body is larger than {} bytes.',
    id: 'Isi permintaan lebih besar dari {} bita.',
  },
  bodyValues: {
    en: 'The request body holds more than {} values.',
    id: 'Isi permintaan memuat lebih dari {} nilai.',
  },
  tokens: {
    en: 'The document has more than {} tokens.',
    id: 'Dokumen memuat lebih dari {} token sintaks.',
  },
  depth: {
    en: 'The document is nested deeper than {} fields.',
    id: 'Dokumen bersarang lebih dalam dari {} bidang.',
  },
  aliases: {
    en: 'The document has more than {} aliases, counted where fragments are spread.',
    id: 'Dokumen memuat lebih dari {} alias, dihitung di tempat fragmen dipakai.',
  },
  aliasLength: {
    en: 'An alias is longer than {} characters.',
    id: 'Sebuah alias lebih panjang dari {} karakter.',
  },
  directives: {
    en: 'The document has more than {} directives.',
    id: 'Dokumen memuat lebih dari {} direktif.',
  },
  introspections: {
    en: 'The document asks for the schema, or renames a part of it, more than {} times.',
    id: 'Dokumen meminta skema, atau mengganti nama bagiannya, lebih dari {} kali.',
  },
  fields: {
    en: 'The document selects more than {} fields, counted where fragments are spread.',
    id: 'Dokumen memilih lebih dari {} bidang, dihitung di tempat fragmen dipakai.',
  },
  values: {
    en: 'The variables of this operation hold more than {} values.',
    id: 'Variabel operasi ini memuat lebih dari {} nilai.',
  },
  characters: {
    en: 'The variables of this operation hold more than {} characters of text.',
    id: 'Variabel operasi ini memuat lebih dari {} karakter teks.',
  },
};

/** What a document or a request has too much of. */
export const limitText = (limit: LimitName, maximum: number): Text => {
  const { en, id } = described[limit];
  return { en: en.replace('{}', String(maximum)), id: id.replace('{}', String(maximum)) };
};
