import type { Text } from '../subgraphs/kit/language.ts';

/** What is wrong with a request before its document is read. */
export const requestTexts = {
  method: { en: 'Use GET or POST.', id: 'Gunakan GET atau POST.' },
  empty: { en: 'The request has no body.', id: 'Permintaan tidak memiliki isi.' },
  notJson: { en: 'The request body is not JSON.', id: 'Isi permintaan bukan JSON.' },
  notObject: {
    en: 'The request body must be a JSON object; batches are not accepted.',
    id: 'Isi permintaan harus objek JSON; kumpulan permintaan tidak diterima.',
  },
  noFiles: {
    en: 'Files are not taken: the content type must be application/json.',
    id: 'Berkas tidak diterima: content type harus application/json.',
  },
  contentType: {
    en: 'The content type must be application/json.',
    id: 'Content type harus application/json.',
  },
  charset: {
    en: 'JSON is sent as UTF-8: the content type must be application/json; charset=utf-8.',
    id: 'JSON dikirim sebagai UTF-8: content type harus application/json; charset=utf-8.',
  },
  variablesAsText: {
    en: '"variables" must be an object, not a string of JSON.',
    id: '"variables" harus objek, bukan teks berisi JSON.',
  },
  version: {
    en: 'Only version 1 of persisted queries is known here.',
    id: 'Hanya versi 1 kueri tersimpan yang dikenal di sini.',
  },
  hash: {
    en: 'A document is named by its SHA-256 in hex.',
    id: 'Dokumen disebut dengan SHA-256 dalam heksadesimal.',
  },
  coding: {
    en: 'The body must be sent as it is, or in one of these codings: gzip, deflate, br, zstd.',
    id: 'Isi harus dikirim apa adanya, atau dalam salah satu pengodean ini: gzip, deflate, br, zstd.',
  },
  undecodable: {
    en: 'The request body cannot be decoded as its content-encoding says.',
    id: 'Isi permintaan tidak dapat diurai menurut content-encoding-nya.',
  },
  cutOff: { en: 'The request was not sent to its end.', id: 'Permintaan tidak dikirim sampai selesai.' },
  utf16: {
    en: 'The request body must be UTF-8; it is UTF-16 or UTF-32.',
    id: 'Isi permintaan harus UTF-8; yang dikirim UTF-16 atau UTF-32.',
  },
  notUtf8: { en: 'The request body is not UTF-8.', id: 'Isi permintaan bukan UTF-8.' },
  tooSlow: { en: 'The request body came too slowly.', id: 'Isi permintaan datang terlalu lambat.' },
  notAcceptable: {
    en: 'Accept application/graphql-response+json, application/json or text/event-stream.',
    id: 'Terimalah application/graphql-response+json, application/json, atau text/event-stream.',
  },
} satisfies Record<string, Text>;

export const parameterText = (name: string): Text => ({
  en: `The parameter "${name}" is not JSON.`,
  id: `Parameter "${name}" bukan JSON.`,
});

export const objectText = (name: string): Text => ({
  en: `"${name}" must be an object.`,
  id: `"${name}" harus objek.`,
});

export const stringText = (name: string): Text => ({ en: `"${name}" must be a string.`, id: `"${name}" harus teks.` });

export const depthText = (levels: number): Text => ({
  en: `The request is nested deeper than ${levels} levels.`,
  id: `Permintaan bersarang lebih dalam dari ${levels} tingkat.`,
});
