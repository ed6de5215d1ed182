import type { Columns } from './columns.ts';
import { openCsv } from './csv.ts';
import type { FileFacts } from './inspect.ts';
import { openNdjson } from './ndjson.ts';
import type { Source } from './source.ts';
import { openXlsx } from './xlsx/open.ts';

/**
 * Opens a file in its format, whatever its name says. Its entries are to be read once, to the end.
 * @throws ImportError when it cannot be read
 */
export const openSource = (facts: FileFacts, columns: Columns): Promise<Source> => {
  if (facts.format === 'xlsx') return openXlsx(facts.file, columns);
  return facts.format === 'csv' ? openCsv(facts, columns) : Promise.resolve(openNdjson(facts, columns));
};
