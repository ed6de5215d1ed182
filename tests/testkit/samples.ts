import { type graphClient, type OperationName, operation } from './client.ts';
import type { Operations } from './operations.generated.ts';

/** Asks a document of `schema/operations`. @throws Error for an error, or a refusal */
export const runSample = async <N extends OperationName>(
  client: ReturnType<ReturnType<typeof graphClient>>,
  name: N,
  variables: Operations[N]['variables'],
): Promise<Operations[N]['data']> => {
  const { data, errors } = await client.query<Operations[N]['data']>(operation(name), variables);
  const refusals = Object.values(data ?? {}).map((each) => (each as { refusal?: object | null } | null)?.refusal);
  if (errors || refusals.some(Boolean)) throw new Error(JSON.stringify({ name, errors, data }));
  return data;
};
