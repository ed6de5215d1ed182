import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkRevision } from '../../../schema/registry/check.ts';
import { isRefused } from '../../../schema/registry/finding.ts';
import { type Grant, permissions } from '../../../schema/registry/grant.ts';
import { reportJson, reportText } from '../../../schema/registry/report.ts';
import type { Candidate } from '../../../schema/registry/revision.ts';
import { reasonOf } from '../../arguments.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { committedGraph, consumedBy } from './committed.ts';

const help = `Says what speaks against publishing a subgraph: who owns what it touches, which personal data it would be sent,
what it breaks for whom, whether it composes, and how it reads. It asks no server: the graph is the one in schema/.

  npm run graph -- check FILE --name NAME --organization ORG [--json]

  FILE                the subgraph's SDL, as { _service { sdl } } returns it
  --name NAME         name of the subgraph; the root fields of a new one begin with it
  --organization ORG  who publishes it
  --address URL       where the gateway would ask it (default: an https address that stands for it)
  --publishes TYPES   types of the events that it publishes, with commas between them
  --consumes TYPES    types of other subgraphs' events that it wants
  --usage FILE        uses as a JSON list: coordinate, organization, client, version, isAuthenticated, executions;
                      without it, everything counts as used
  --grants FILE       further grants as a JSON list, to see what would pass with them
  --json              the findings as JSON

Ends with 0 when nothing speaks against it but warnings, with 1 when it is refused. Each refusal names its place, the
rule, the owner, and how to ask the owner.
`;

const options = {
  name: { type: 'string' },
  organization: { type: 'string' },
  address: { type: 'string' },
  publishes: { type: 'string' },
  consumes: { type: 'string' },
  usage: { type: 'string' },
  grants: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const use = z.object({
  coordinate: z.string(),
  organization: z.string(),
  client: z.string(),
  version: z.string(),
  isAuthenticated: z.boolean(),
  executions: z.number(),
});

const grant = z.object({
  owner: z.string(),
  to: z.string(),
  on: z.string(),
  may: z.array(z.enum(permissions)),
  fields: z.array(z.string()).optional(),
  from: z.iso.date().default('2000-01-01'),
  until: z.iso.date().optional(),
  grantedBy: z.string().default('tried'),
  approvedBy: z.string().default('tried by another'),
  revokedOn: z.iso.date().optional(),
});

const fileText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error)}`);
  }
};

/** @throws UsageError that names the first thing that is wrong in a file */
const listIn = <T>(file: string, item: z.ZodType<T>): T[] => {
  const text = fileText(file);
  try {
    return z.array(item).parse(JSON.parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).split('\n').slice(0, 2).join(' ') : reasonOf(error);
    throw new UsageError(`${file}: ${reason}`);
  }
};

const wordsIn = (text: string | undefined): string[] => (text ?? '').split(',').filter((word) => word !== '');

interface CandidateOptions {
  name?: string | undefined;
  organization?: string | undefined;
  address?: string | undefined;
  publishes?: string | undefined;
  consumes?: string | undefined;
}

const candidateOf = (
  file: string,
  { name, organization, address, publishes, consumes }: CandidateOptions,
): Candidate => {
  if (!name || !organization) throw new UsageError('say --name and --organization (--help tells more)');
  return {
    name,
    organization,
    sdl: fileText(file),
    address: address ?? `https://${name}.invalid/graphql`,
    publishes: wordsIn(publishes),
    consumes: consumes === undefined ? consumedBy(name) : wordsIn(consumes),
  };
};

export const command = graphCommand({
  help,
  options,
  operand: 'file of SDL',
  run: async ({ json, usage, grants: file, ...asked }, _action, operand) => {
    const candidate = candidateOf(operand, asked);
    const graph = committedGraph();
    const tried = file === undefined ? [] : (listIn(file, grant) as Grant[]);
    const { findings } = await checkRevision({
      ...graph,
      candidate,
      grants: [...graph.grants, ...tried],
      ...(usage !== undefined && { usage: listIn(usage, use) }),
      now: new Date(),
    });
    process.stdout.write((json ? reportJson : reportText)(operand, findings));
    if (isRefused(findings)) process.exitCode = 1;
  },
});
