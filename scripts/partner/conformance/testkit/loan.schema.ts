import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';

export const LOANS = [1, 2, 3].map((number) => ({
  id: `018d0000-0000-7000-8000-00000000a00${number}`,
  title: `Pinjaman ${number}`,
  amount: number * 1_000_000,
}));

export const LOAN_SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@requiresScopes"])

type Query {
  "Loans on offer."
  bankLoans(first: Int!, after: String): BankLoanConnection!
  bankLoan(id: ID!): BankLoan
}

type BankLoanConnection {
  nodes: [BankLoan!]!
  pageInfo: BankPageInfo!
}

type BankPageInfo {
  hasNextPage: Boolean!
  endCursor: String
}

type BankLoan @key(fields: "id") {
  id: ID!
  title: String!
  amount: Int!
  contact: String @tag(name: "personal-data/general")
}

type Participant @key(fields: "id") {
  id: ID!
  bankOffers: Int @requiresScopes(scopes: [["bank:read"]])
}
`;

interface PageArguments {
  first: number;
  after?: string | null;
}

const refused = (message: string, code: string) => new GraphQLError(message, { extensions: { code } });

const pageOf = ({ first, after }: PageArguments, isCareless: boolean) => {
  if (!isCareless && (first < 1 || first > 100)) throw refused('first takes 1 to 100', 'FIRST_OUT_OF_RANGE');
  const place = after ? LOANS.findIndex(({ id }) => id === after) : -1;
  if (after && place < 0) throw refused('after is no cursor of this list', 'CURSOR_MALFORMED');
  const nodes = LOANS.slice(place + 1, place + 1 + Math.max(first, 0));
  return { nodes, pageInfo: { hasNextPage: place + 1 + first < LOANS.length, endCursor: nodes.at(-1)?.id ?? null } };
};

const isId = (id: unknown): id is string => typeof id === 'string' && /^[\da-f-]{36}$/.test(id);

/** A bank's loans, sound but for one fault. */
export const loanSchema = (fault?: string) => {
  const idOf = ({ id }: { id: unknown }): string => {
    if (isId(id)) return id;
    if (fault !== 'error-shape') throw refused('this is no id', 'ID_MALFORMED');
    throw refused('select * from loan where id = $1: invalid input syntax', 'ID_MALFORMED');
  };
  const loanOf = (reference: { id: unknown }) => {
    const id = idOf(reference);
    const found = LOANS.find((loan) => loan.id === id);
    const nobody = fault === 'entity-unknown' ? { id, title: 'Pinjaman', amount: 0 } : null;
    if (!found) return nobody;
    const title = fault === 'personal-data' ? 'Pinjaman 3201 0141 0190 0001' : found.title;
    return { ...found, title, contact: '+6281234567890' };
  };
  const resolvers = {
    Query: {
      bankLoans: (_: unknown, args: PageArguments) => pageOf(args, fault === 'pagination'),
      bankLoan: (_: unknown, { id }: { id: string }) => LOANS.find((loan) => loan.id === id) ?? null,
    },
    BankLoan: { __resolveReference: loanOf },
    Participant: { __resolveReference: (each: { id: unknown }) => ({ id: idOf(each), bankOffers: 1 }) },
  };
  return buildSubgraphSchema([{ typeDefs: parse(LOAN_SDL), resolvers: resolvers as object as never }]);
};
