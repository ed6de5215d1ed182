import pg from 'pg';
import type { Invariant } from '../../subgraphs/kit/invariant.ts';
import { graphCommand } from './command.ts';
import { type Databases, databasesOf, dataOption } from './places.ts';

const help = `
npm run graph -- invariants [--subgraph NAME] [--data DIR]

Asks the databases whether everything that must hold does. Prints a line for each invariant, with the number of
violations and one of them; ends with 1 when one is broken.
  --subgraph  only this one
  --data      the stack's data directory; npm run graph -- --help says where it finds the databases without it
`;

interface Finding {
  subgraph: string;
  name: string;
  violations: number;
  example: object | null;
}

const checkDatabase = async (
  subgraph: string,
  databaseUrl: string,
  invariants: readonly Invariant[],
): Promise<Finding[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const findings: Finding[] = [];
    // In one snapshot: facts that are written meanwhile do not look like violations.
    await client.query('begin isolation level repeatable read read only');
    for (const { name, sql } of invariants) {
      const found = await client.query<Pick<Finding, 'violations' | 'example'>>(
        `select count(*)::int as violations, (array_agg(to_jsonb(broken)))[1] as example from (${sql}) as broken`,
      );
      findings.push({ subgraph, name, violations: 0, example: null, ...found.rows[0] });
    }
    return findings;
  } finally {
    await client.end();
  }
};

/** Asks each of these databases whether everything that must hold in it does. */
export const checkInvariants = async (databases: Databases): Promise<Finding[]> => {
  // They load the whole graph, which a wrong call does without.
  const [{ invariantsOf }, { featuresOf }] = await Promise.all([
    import('../../subgraphs/kit/assembly.ts'),
    import('../subgraphs.ts'),
  ]);
  const checks = Object.entries(databases).map(([name, url]) =>
    checkDatabase(name, url, invariantsOf(featuresOf[name] ?? [])),
  );
  return (await Promise.all(checks)).flat();
};

const table = (findings: readonly Finding[]): string => {
  const width = (column: 'subgraph' | 'name') => Math.max(...findings.map((finding) => finding[column].length));
  const subgraphWidth = width('subgraph');
  const nameWidth = width('name');
  return findings
    .map(({ subgraph, name, violations, example }) => {
      const result = violations === 0 ? 'ok' : `${violations} violations, e.g. ${JSON.stringify(example)}`;
      return `${subgraph.padEnd(subgraphWidth)}  ${name.padEnd(nameWidth)}  ${result}\n`;
    })
    .join('');
};

export const command = graphCommand({
  help,
  options: { subgraph: { type: 'string' }, ...dataOption },
  run: async ({ subgraph, data }) => {
    const findings = await checkInvariants(databasesOf(subgraph, data));
    process.stdout.write(table(findings));
    const broken = findings.filter(({ violations }) => violations > 0).length;
    process.stdout.write(
      broken === 0 ? `all ${findings.length} hold\n` : `${broken} of ${findings.length} are broken\n`,
    );
    process.exitCode = broken === 0 ? 0 : 1;
  },
});
