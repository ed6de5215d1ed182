import 'reflect-metadata';
import { type ExecutionResult, graphql } from 'graphql';
import { Arg, Args, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { expect, test } from 'vitest';
import { connectionType, toConnection } from './connection.ts';
import { buildSubgraph } from './federation.ts';
import { encodeCursor, idKey, PageArgs, readPage } from './page.ts';

@ObjectType('Book', { description: 'A book.' })
class BookType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@ObjectType('Shelf', { description: 'A shelf.' })
class ShelfType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

const BookConnection = connectionType(BookType, 'Book');
const idOf = (at: number) => `00000000-0000-7000-8000-00000000000${at}`;
const books = [1, 2, 3].map((at) => ({ id: idOf(at) }));
const pageOf = (args: PageArgs) => {
  const page = readPage(args, idKey);
  const from = page.after === null ? 0 : books.findIndex(({ id }) => id === page.after?.[0]) + 1;
  return toConnection(books.slice(from, from + page.first + 1), page, ({ id }) => [id]);
};

@Resolver(() => ShelfType)
class ShelfResolver {
  @Query(() => BookConnection, { description: 'Books.' })
  books(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Words.' }) _search: string | null,
    @Arg('order', () => String, { defaultValue: 'NEWEST', description: 'Order.' }) _order: string,
  ) {
    return pageOf(args);
  }

  @Query(() => BookConnection, { description: 'Loans.' })
  loans(@Args(() => PageArgs) args: PageArgs) {
    return pageOf(args);
  }

  @Query(() => BookConnection, { description: 'Events.' })
  events(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('types', () => [String], { nullable: true, description: 'Types.' }) _types: string[] | null,
  ) {
    return pageOf(args);
  }

  @Query(() => ShelfType, { description: 'A shelf.' })
  shelf(@Arg('id', () => ID, { description: 'Its id.' }) id: string): ShelfType {
    return { id };
  }

  @FieldResolver(() => BookConnection, { description: 'Its books.' })
  books_(@Root() _shelf: ShelfType, @Args(() => PageArgs) args: PageArgs) {
    return pageOf(args);
  }
}

const { schema } = buildSubgraph({ resolvers: [ShelfResolver], references: {} });

interface BookPage {
  nodes: { id: string }[];
  edges: { cursor: string }[];
  pageInfo: { startCursor: string; endCursor: string };
}
const PAGE = '{ nodes { id } edges { cursor } pageInfo { startCursor endCursor } }';

/** Asks for a list, written with `AFTER` where its cursor belongs. */
const ask = async (list: string, after: string | null = null): Promise<{ page: BookPage | null; code: unknown }> => {
  const [field, owner] = list.split(' of ');
  const asked = field?.replace('AFTER', `first: 1, after: ${JSON.stringify(after)}`);
  const query = owner ? `{ page: shelf(id: "${owner}") { page: ${asked} ${PAGE} } }` : `{ page: ${asked} ${PAGE} }`;
  const { data, errors }: ExecutionResult = await graphql({ schema, source: query });
  const found = data?.page as { page?: BookPage } | null | undefined;
  return { page: (owner ? found?.page : found) as BookPage | null, code: errors?.[0]?.extensions.code ?? null };
};

const lists = [
  'books(AFTER)',
  'books(AFTER, search: "las")',
  'books(AFTER, search: "masak")',
  'books(AFTER, order: "PRICE")',
  'books(AFTER, order: "PRICE", search: "las")',
  'loans(AFTER)',
  'events(AFTER)',
  'books_(AFTER) of 1',
  'books_(AFTER) of 2',
];

test.each(lists)('a cursor of %s leads on in it', async (list) => {
  const first = (await ask(list)).page;
  expect(first?.nodes).toEqual([{ id: idOf(1) }]);
  const { startCursor, endCursor } = first?.pageInfo ?? {};
  expect([first?.edges, startCursor]).toEqual([[{ cursor: endCursor }], endCursor]);
  const { page, code } = await ask(list, endCursor);
  expect([page?.nodes, code]).toEqual([[{ id: idOf(2) }], null]);
});

const others = lists.flatMap((from) => lists.filter((to) => to !== from).map((to) => [from, to] as const));
test.each(others)('a cursor of %s is refused by %s', async (from, to) => {
  const cursor = (await ask(from)).page?.pageInfo.endCursor ?? null;
  expect(await ask(to, cursor)).toMatchObject({ code: 'CURSOR_MALFORMED' });
});

test.each([
  ['books(AFTER)', 'books(AFTER, order: "NEWEST", search: null)'],
  ['books(AFTER, search: "las", order: "PRICE")', 'books(AFTER, order: "PRICE", search: "las")'],
  ['events(AFTER)', 'events(AFTER, types: ["a"])'],
])('%s and %s are one list', async (from, to) => {
  const cursor = (await ask(from)).page?.pageInfo.endCursor ?? null;
  expect((await ask(to, cursor)).page?.nodes).toEqual([{ id: idOf(2) }]);
});

test.each(['', '.', encodeCursor([idOf(1)]), `AAAAAAAA.${encodeCursor([idOf(1)])}`, 'x'.repeat(10_000)])(
  'what no list made is refused: %s',
  async (cursor) => {
    expect(await ask('books(AFTER)', cursor)).toMatchObject({ code: 'CURSOR_MALFORMED' });
  },
);

test('a cursor that was changed is refused', async () => {
  const cursor = (await ask('books(AFTER)')).page?.pageInfo.endCursor ?? '';
  for (const changed of [cursor.slice(1), cursor.slice(0, -4), `${cursor.slice(0, 9)}%%%`, `${cursor.slice(0, 9)}`])
    expect(await ask('books(AFTER)', changed)).toMatchObject({ code: 'CURSOR_MALFORMED' });
});
