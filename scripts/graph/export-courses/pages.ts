import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const FILE = 'schema/commands/export-courses.graphql';
/** The longest wait for points of the gateway, in seconds. */
const LONGEST_WAIT = 60;

/** A gateway, and the token with which it is asked, if any. */
export interface ExportSource {
  url: string;
  token?: string | undefined;
}

interface Page<Node> {
  nodes: Node[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

interface Answer<Node> {
  data?: { courses: Page<Node> | null } | null;
  errors?: { message: string }[];
}

const read = async <Node>({ url, token }: ExportSource, body: string): Promise<Page<Node>> => {
  for (;;) {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(url, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as Answer<Node>;
    if (data?.courses && !errors) return data.courses;
    // This minute's points are used up: the next one brings others.
    if (response.status !== 429) throw new Error(errors?.[0]?.message ?? `${url} answered ${response.status}`);
    await pause(1_000 * Math.min(LONGEST_WAIT, Number(response.headers.get('retry-after') ?? 5)));
  }
};

/**
 * Reads the courses on offer page by page.
 * @param operationName of schema/commands/export-courses.graphql
 * @param platform the id of the only platform whose courses are read
 * @throws Error with the gateway's message
 */
export async function* pagesOf<Node>(
  source: ExportSource,
  operationName: string,
  platform: string | null,
): AsyncGenerator<Node[]> {
  const query = readFileSync(FILE, 'utf8');
  let page: Page<Node> | undefined;
  do {
    const variables: object = { platform, after: page?.pageInfo.endCursor ?? null };
    page = await read<Node>(source, JSON.stringify({ query, operationName, variables }));
    yield page.nodes;
  } while (page.pageInfo.hasNextPage);
}
