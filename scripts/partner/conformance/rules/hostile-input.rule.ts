import type { Conversation } from '../conversation.ts';
import { ANYTHING, isAnswered, type Rule, shown } from '../rule.ts';

const MOST_MS = 5_000;
const MOST_ANSWER = 1024 * 1024;
const FLIPS = 24;

interface Attempt {
  what: string;
  body: string;
  /** So large that the connection may be closed instead of an answer. */
  isHuge?: boolean;
}

/** The same places in each run: a fault that was found is found again. */
const flipped = (body: string, index: number): string => {
  const bytes = Buffer.from(body);
  const place = (index * 2_654_435_761) % bytes.length;
  bytes[place] = (bytes[place] ?? 0) ^ (1 << (index % 7));
  return bytes.toString('latin1');
};

const representations = (value: unknown) =>
  JSON.stringify({
    query: 'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
    variables: { representations: value },
  });

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;

const attempts = (subgraph: Conversation): Attempt[] => {
  const query = (text: string) => subgraph.bodyOf(text);
  const good = representations([{ __typename: subgraph.facts.entities[0]?.type.name ?? 'Query', id: '1' }]);
  const odd = [null, 7, 'x', {}, [null], [[]], [{}], [{ __typename: null }], [{ __typename: 'Query' }], nested(200)];
  return [
    { what: 'braces 5,000 deep', body: query('{a'.repeat(5_000)) },
    { what: 'fragments 500 deep', body: query(`${'{ ... '.repeat(500)}{ __typename }${' }'.repeat(500)}`) },
    {
      what: '5,000 aliases',
      body: query(`{ ${Array.from({ length: 5_000 }, (_, i) => `a${i}: __typename`).join(' ')} }`),
    },
    { what: 'a fragment that holds itself', body: query('{ ...A } fragment A on Query { ...A }') },
    { what: '3,000 directives', body: query(`{ __typename ${'@a '.repeat(3_000)} }`) },
    { what: 'a string of 2 MB', body: representations([{ __typename: 'x'.repeat(2_000_000) }]), isHuge: true },
    { what: 'no body', body: '' },
    { what: 'no JSON', body: '<graphql/>' },
    { what: 'a list', body: `[${good}]` },
    { what: 'null', body: 'null' },
    { what: 'variables that are a list', body: '{"query":"{ __typename }","variables":[1]}' },
    { what: 'a query that is a number', body: '{"query":7}' },
    { what: 'an operation that is not there', body: '{"query":"{ __typename }","operationName":"no"}' },
    {
      what: 'keys of the prototype',
      body: '{"query":"{ __typename }","variables":{"__proto__":{"a":1},"constructor":1}}',
    },
    ...odd.map((value) => ({
      what: `representations ${JSON.stringify(value).slice(0, 40)}`,
      body: representations(value),
    })),
    ...Array.from({ length: FLIPS }, (_, index) => ({
      what: `bit ${index} of a body flipped`,
      body: flipped(good, index),
    })),
  ];
};

/** Nothing that is sent ends in an error of the server, in a long answer or in silence, and it goes on after it. */
export const hostileInput: Rule = {
  name: 'hostile-input',
  async run(subgraph) {
    const all = attempts(subgraph);
    for (const { what, body, isHuge } of all) {
      const answer = await subgraph.post(body);
      const isClosed = answer.status === 0 && isHuge === true;
      if (!isClosed && (answer.status === 0 || answer.status >= 500)) return { fault: `${what}: ${shown(answer)}` };
      if (answer.tookMs > MOST_MS) return { fault: `${what}: took ${Math.round(answer.tookMs)} ms` };
      if (answer.text.length > MOST_ANSWER)
        return { fault: `${what}: the answer has ${answer.text.length} characters` };
    }
    const after = await subgraph.ask(ANYTHING);
    return isAnswered(after) ? { measured: `${all.length} attempts` } : { fault: `after them: ${shown(after)}` };
  },
};
