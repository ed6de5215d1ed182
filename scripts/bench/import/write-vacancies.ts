import { vacancyList } from './vacancy-list.ts';
import { writersOf } from './write-file.ts';

export const { writeCsv, writeNdjson, writeXlsx } = writersOf(vacancyList);
