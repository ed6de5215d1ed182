import { type ClassType, Field, ObjectType } from 'type-graphql';
import { encodeCursor, type Page } from './page.ts';

@ObjectType('PageInfo', { description: 'Where this page ends and whether more follows.' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'More rows follow `endCursor`.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'This page continues behind a cursor.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on an empty page.' })
  endCursor!: string | null;
}

export interface Connection<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: PageInfoType;
}

/** The Relay connection class of a node type, for example `connectionType(CourseType, 'Course')`. */
export const connectionType = <T extends object>(node: ClassType<T>, name: string): ClassType<Connection<T>> => {
  @ObjectType(`${name}Edge`, { description: `One ${name} on a page, with its cursor.` })
  class EdgeType {
    @Field(() => String, { description: 'Opaque position of this row.' })
    cursor!: string;

    @Field(() => node, { description: `The ${name}.` })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} rows.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The rows with their cursors.' })
    edges!: EdgeType[];

    @Field(() => [node], { description: 'The rows alone.' })
    nodes!: T[];

    @Field(() => PageInfoType, { description: 'Where the page ends.' })
    pageInfo!: PageInfoType;
  }
  return ConnectionType;
};

/** Builds a page from `first + 1` rows: the extra row only tells that more follows. */
export const toConnection = <T, K>(rows: readonly T[], page: Page<K>, keyOf: (row: T) => readonly unknown[]) => {
  const edges = rows.slice(0, page.first).map((node) => ({ cursor: encodeCursor(keyOf(node)), node }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  } satisfies Connection<T>;
};
