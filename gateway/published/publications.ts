import { checkPage } from './check-page.ts';

type Data = Record<string, unknown>;

/** Something of the graph that has an address of its own. */
interface Publication {
  path: RegExp;
  /** Name of the operation in `schema/commands/published-certificates.graphql`; it takes what the path's group holds. */
  operation: string;
  type: string;
  /** The body; undefined when there is no such thing. */
  bodyOf(data: Data, id: string): string | undefined;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const text = (value: unknown, field: string): string | undefined => {
  const found = (value as Data | null | undefined)?.[field];
  return typeof found === 'string' ? found : undefined;
};

const publications: readonly Publication[] = [
  {
    path: new RegExp(`^/certificates/(${uuid})$`),
    operation: 'CheckCertificate',
    type: 'text/html; charset=utf-8',
    bodyOf: ({ certificate }, id) => (certificate ? checkPage(certificate as never, id) : undefined),
  },
  {
    path: /^\/certificates\/status\/(\d{1,9})$/,
    operation: 'StatusList',
    type: 'application/vc+jwt',
    bodyOf: ({ certificateStatusList }) => text(certificateStatusList, 'credential'),
  },
  {
    path: new RegExp(`^/institutions/(${uuid})/did\\.json$`),
    operation: 'InstitutionKeys',
    type: 'application/did+json',
    bodyOf: ({ institution }) => text(institution, 'didDocument'),
  },
  {
    path: /^\/programme\/did\.json$/,
    operation: 'ProgrammeKeys',
    type: 'application/did+json',
    bodyOf: ({ certificateAuthority }) => text(certificateAuthority, 'didDocument'),
  },
];

/** What is published at a path, and what its operation is asked with. */
export interface PublishedPath extends Omit<Publication, 'path'> {
  id: string;
  variables: Record<string, unknown>;
}

/** Returns what is published at `path`; undefined where nothing is. */
export const publishedAt = (path: string): PublishedPath | undefined => {
  for (const { path: pattern, ...publication } of publications) {
    const match = pattern.exec(path);
    if (!match) continue;
    const id = match[1];
    return { ...publication, id: id ?? '', variables: id === undefined ? {} : { id } };
  }
  return undefined;
};
