import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callerEnv } from '../../env.ts';
import { readStackFile } from '../../stack/stack-file.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { dataOption } from '../places.ts';
import { CSV_HEADER, csvRow, type ExportedCourse, jsonLine } from './formats.ts';
import { type ExportSource, pagesOf } from './pages.ts';

const help = `
npm run graph -- export-courses --out FILE [--format csv|ndjson|jsonld] [--platform ID] [--data DIR]

Writes the courses on offer to a file, as everyone sees them.
  --out       the file to write
  --format    csv (default), with the columns that import-courses reads, in which | and ; of a syllabus are / and ,
              ndjson, a course a line in the words of CourseInput; jsonld, a schema.org Course a line
  --platform  only the courses of this platform
  --data      the data directory of a running stack; without it the gateway is GRAPH_URL, and GRAPH_TOKEN, if set, its
              token: a client of an organisation may read faster than a stranger
`;

const formats = ['csv', 'ndjson', 'jsonld'] as const;
type Format = (typeof formats)[number];

export interface ExportOptions {
  source: ExportSource;
  format: Format;
  platform: string | null;
  /** Told of the courses of each page. */
  count?: (courses: number) => void;
}

/** Writes the courses on offer, piece by piece. @throws Error with the gateway's message */
export async function* exported({ source, format, platform, count = () => undefined }: ExportOptions) {
  if (format === 'jsonld') {
    for await (const page of pagesOf<{ jsonLd: string }>(source, 'ExportCoursesAsJsonLd', platform)) {
      count(page.length);
      yield page.map(({ jsonLd }) => `${jsonLd}\n`).join('');
    }
    return;
  }
  if (format === 'csv') yield CSV_HEADER;
  const row = format === 'csv' ? csvRow : jsonLine;
  for await (const page of pagesOf<ExportedCourse>(source, 'ExportCourses', platform)) {
    count(page.length);
    yield page.map(row).join('');
  }
}

const sourceOf = (data: string | undefined): ExportSource => {
  if (data !== undefined) return { url: readStackFile(data).url };
  const { GRAPH_URL: url, GRAPH_TOKEN: token } = callerEnv();
  return { url, token };
};

export const command = graphCommand({
  help,
  options: {
    out: { type: 'string', default: '' },
    format: { type: 'string', default: 'csv' },
    platform: { type: 'string' },
    ...dataOption,
  },
  run: async ({ out, format, platform, data }) => {
    const known = formats.find((each) => each === format);
    if (out === '' || !known) throw new UsageError('--out takes a file and --format csv, ndjson or jsonld; see --help');
    let courses = 0;
    const count = (more: number) => {
      courses += more;
    };
    const pieces = exported({ source: sourceOf(data), format: known, platform: platform ?? null, count });
    await pipeline(Readable.from(pieces), createWriteStream(out));
    process.stdout.write(`export-courses: ${courses} courses are in ${out}\n`);
  },
});
