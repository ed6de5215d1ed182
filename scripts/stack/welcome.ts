import { sampleAlumnus } from './sample.ts';
import type { Stack } from './stack.ts';

/** What a stack without participants can answer, to anyone. */
const referenceQuery = (stack: Stack) => [
  'A query, which needs no token:',
  '',
  `  curl -s ${stack.url} -H 'content-type: application/json' \\`,
  `    -d '{"query":"{ regions(level: PROVINCE) { code name } wave(number: 1) { number status } }"}'`,
  '',
];

/** Quotes a text for a shell where it needs it. */
const quoted = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const sampleQuery = async (stack: Stack, dataFlag: string) => {
  const id = await sampleAlumnus(stack.databases.pmo ?? '').catch(() => null);
  if (!id) return referenceQuery(stack);
  return [
    'A query that four organisations answer together:',
    '',
    `  curl -s ${stack.url} -H 'content-type: application/json' \\`,
    `    -H "authorization: Bearer $(npm run -s token -- --as officer${dataFlag})" \\`,
    `    -d '{"query":"{ participant(id: \\"${id}\\") { name status region { name } certificates(first: 3) { nodes { skills { name } } } trainingBalance { granted spent } recommendedVacancies(first: 2) { nodes { vacancy { title } } } } }"}'`,
    '',
  ];
};

export interface Welcome {
  stack: Stack;
  data: string;
  report(line: string): void;
}

/** Says how to ask the first question; its last line is the one that scripts wait for. */
export const printWelcome = async ({ stack, data, report }: Welcome): Promise<void> => {
  const dataFlag = data === '.data' ? '' : ` --data ${quoted(data)}`;
  const lines = [
    '',
    ...(await sampleQuery(stack, dataFlag)),
    `Tokens:       npm run -s token -- --as officer${dataFlag}   (also participant, platform, institution, assessor, portal, wallet, treasury)`,
    `Signing in:   npm run -s token -- --as officer --login${dataFlag}   (or participant), at ${stack.issuer}`,
    `Explorer:     ${stack.url} in a browser, with sample operations`,
    `Logs:         ${data}/logs`,
    'Stop:         Ctrl-C',
    '',
    `Prakerja Graph is ready at ${stack.url}`,
  ];
  for (const line of lines) report(line);
};
