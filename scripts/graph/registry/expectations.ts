import { randomUUID } from 'node:crypto';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { second } from '../operator.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, fileText, mutate, print, required } from './asker.ts';

const help = `Operations that your organisation relies on: another organisation's revision that makes one invalid, or one of its
fields nullable or of another type, is refused and names it.

  npm run graph -- expectations list
  npm run graph -- expectations add --file FILE --title TEXT [--organization ORG]
  npm run graph -- expectations remove --id EXPECTATION

  list      what holds; as an officer, that of everybody
  add       an operation that is valid now, with the types that its fields have today
  remove    ends one; officers end any

  --file FILE         the operation, in GraphQL
  --title TEXT        what it is for, for the owners whom it holds up
  --organization ORG  who relies on it (default: your organisation)
${askerHelp}
`;

interface Expectation {
  id: string;
  organization: string;
  title: string;
  addedAt: string;
}

const HEADINGS = ['ORGANIZATION', 'TITLE', 'ADDED', 'ID'];

const shown = (rows: readonly Expectation[]): string =>
  table([HEADINGS, ...rows.map(({ organization, title, addedAt, id }) => [organization, title, second(addedAt), id])]);

const string = { type: 'string' } as const;
const options = { file: string, title: string, organization: string, id: string, ...askerOptions } as const;

interface Values {
  file?: string | undefined;
  title?: string | undefined;
  organization?: string | undefined;
  id?: string | undefined;
}

const changeOf = (action: 'add' | 'remove', values: Values): [string, object] => {
  if (action === 'remove') return ['RemoveExpectation', { id: required(values.id, '--id') }];
  const document = fileText(required(values.file, '--file'));
  const title = required(values.title, '--title');
  if (document.trim() === '') throw new UsageError(`${values.file} is empty`);
  const input = { title, document, organization: values.organization ?? null };
  return ['AddExpectation', { input, key: randomUUID() }];
};

export const command = graphCommand({
  help,
  options,
  actions: ['list', 'add', 'remove'],
  run: async ({ json, ...values }, action) => {
    const ask = askRegistry(values);
    if (action === 'list') {
      const { expectations } = await ask<{ expectations: { nodes: Expectation[] } }>('ListExpectations', {
        first: 100,
      });
      return print(json, expectations.nodes, shown(expectations.nodes));
    }
    const [name, variables] = changeOf(action, values);
    const { expectation } = await mutate<{ expectation: Expectation }>(ask, name, variables);
    print(json, expectation, shown([expectation]));
  },
});
