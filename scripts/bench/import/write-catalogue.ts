import { catalogue } from './catalogue.ts';
import { writersOf } from './write-file.ts';

export const { writeCsv, writeNdjson, writeXlsx } = writersOf(catalogue);
