import { readCamt053 } from './camt053.reader.ts';
import { readCsv } from './csv.reader.ts';
import { readMt940 } from './mt940.reader.ts';
import { FileFormat, type SettlementReader } from './settlement-file.ts';

export const readers: Readonly<Record<FileFormat, SettlementReader>> = {
  [FileFormat.CSV]: readCsv,
  [FileFormat.MT940]: readMt940,
  [FileFormat.CAMT053]: readCamt053,
};
