import type { GraphQLField } from 'graphql';
import { isNonNullType } from 'graphql';
import type { Conversation } from '../conversation.ts';
import { argumentsOf } from '../document.ts';
import { isConnection } from '../facts.ts';
import { ANYTHING, errorsOf, isAnswered, type Rule, shown } from '../rule.ts';

type Field = GraphQLField<unknown, unknown>;

const MOST = 100;
const PAGE = '{ nodes { __typename } pageInfo { hasNextPage endCursor } }';

interface Page {
  nodes?: unknown[];
  pageInfo?: { hasNextPage?: boolean; endCursor?: string | null };
}

const ask = (subgraph: Conversation, field: Field, given: Record<string, unknown>) =>
  subgraph.ask(`{ page: ${field.name}${argumentsOf(field, given)} ${PAGE} }`);

/** Whether each page begins after the one before it, and none is longer than it was asked for. */
const pagesFault = async (subgraph: Conversation, field: Field): Promise<string | undefined> => {
  let after: string | undefined;
  for (let page = 0; page < 3; page += 1) {
    const answer = await ask(subgraph, field, { first: 1, ...(after !== undefined && { after }) });
    const { nodes, pageInfo } = (answer.json?.data?.page ?? {}) as Page;
    if (!isAnswered(answer) || !nodes || !pageInfo) return `first: 1 must be answered; it was ${shown(answer)}`;
    if (nodes.length > 1) return `first: 1 answered ${nodes.length} nodes`;
    if (!pageInfo.hasNextPage) return undefined;
    if (typeof pageInfo.endCursor !== 'string') return 'a page that has a next one has no endCursor';
    if (pageInfo.endCursor === after) return 'after: endCursor answered the same page';
    after = pageInfo.endCursor;
  }
  return undefined;
};

const faultOf = async (subgraph: Conversation, field: Field): Promise<string | undefined> => {
  const first = field.args.find(({ name }) => name === 'first');
  if (!first || !isNonNullType(first.type)) return 'takes no first: Int!';
  for (const wrong of [0, -1, MOST + 1, 2_147_483_647]) {
    const answer = await ask(subgraph, field, { first: wrong });
    if (errorsOf(answer).length === 0) return `first: ${wrong} must be an error; it was ${shown(answer)}`;
  }
  const most = await ask(subgraph, field, { first: MOST });
  if (!isAnswered(most)) return `first: ${MOST} must be answered; it was ${shown(most)}`;
  const odd = await ask(subgraph, field, { first: 1, after: 'not a cursor' });
  if (odd.status >= 500 || (odd.status === 200 && errorsOf(odd).length === 0)) {
    return `after: "not a cursor" must be an error; it was ${shown(odd)}`;
  }
  return pagesFault(subgraph, field);
};

/** Lists are read page by page: `first` is demanded and from 1 to 100, and a cursor leads on. */
export const pagination: Rule = {
  name: 'pagination',
  async run(subgraph) {
    const lists = subgraph.facts.rootFields.filter(isConnection);
    for (const field of lists) {
      const fault = await faultOf(subgraph, field);
      if (fault) return { fault: `Query.${field.name}: ${fault}` };
    }
    const alive = await subgraph.ask(ANYTHING);
    return isAnswered(alive) ? { measured: `${lists.length} lists` } : { fault: shown(alive) };
  },
};
