import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An operation that the explorer opens in a tab. */
export interface Sample {
  query: string;
  /** JSON text */
  variables?: string;
}

const isPublic = ({ query }: Sample) => /^# Public\b/m.test(query);
const isQuery = ({ query }: Sample) => /^query\b/m.test(query);
const isMutation = ({ query }: Sample) => /^mutation\b/m.test(query);

/** What needs no token comes first, queries before subscriptions; mutations come last. */
const rank = (sample: Sample): number => {
  if (isMutation(sample)) return 3;
  if (!isPublic(sample)) return 2;
  return isQuery(sample) ? 0 : 1;
};

/** Reads every `*.graphql` file of `directory`, with the variables of the `*.variables.json` file beside it. */
export const readSamples = async (directory: string): Promise<Sample[]> => {
  const names = await readdir(directory).catch((): string[] => []);
  const documents = names.filter((name) => name.endsWith('.graphql')).sort();
  const samples = await Promise.all(
    documents.map(async (name): Promise<Sample> => {
      const query = await readFile(join(directory, name), 'utf8');
      const variables = name.replace(/\.graphql$/, '.variables.json');
      return names.includes(variables)
        ? { query, variables: await readFile(join(directory, variables), 'utf8') }
        : { query };
    }),
  );
  return samples.sort((left, right) => rank(left) - rank(right));
};
