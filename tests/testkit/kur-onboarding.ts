import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../schema/registry/finding.ts';
import { type ClientKey, clientKey } from './client-key.ts';
import { rowsOf } from './kur-process.ts';
import { askerAt, client, commandAt, type StoryPerson, signedIn } from './story-people.ts';
import { until } from './until.ts';

interface Payload {
  organization?: { id: string };
  client?: { id: string };
  refusal: { code: string } | null;
}

const REGISTER = `mutation ($input: RegisterOrganizationInput!, $key: String!) {
  done: registerOrganization(input: $input, idempotencyKey: $key) { organization { id } refusal { code } } }`;
const REGISTER_CLIENT = `mutation ($input: RegisterClientInput!, $key: String!) {
  done: registerClient(input: $input, idempotencyKey: $key) { client { id } refusal { code } } }`;

/** What an officer of the programme does when a bank applies as a partner. */
export const registering = (url: string, officer: StoryPerson) => {
  const ask = askerAt(url);
  const done = async (mutation: string, input: object): Promise<Payload> => {
    const { data } = await ask<{ done: Payload }>(officer, mutation, { input, key: crypto.randomUUID() });
    if (data.done.refusal) throw new Error(data.done.refusal.code);
    return data.done;
  };
  return {
    organization: async (name: string) => (await done(REGISTER, { name, kind: 'BANK' })).organization?.id ?? '',
    /** A program of the bank's; the private part of its key stays with the bank. */
    client: async (issuer: string, organizationId: string, { name, scopes }: { name: string; scopes: string[] }) => {
      const key: ClientKey = await clientKey(`${name}-2026`);
      const input = { organizationId, name, scopes, jwk: key.jwk };
      const id = (await done(REGISTER_CLIENT, input)).client?.id ?? '';
      const program = client(issuer, id, { key, scope: scopes.join(' ') });
      // The identity service hears of it by an event.
      await until(
        () => program.token().catch(() => undefined),
        (token) => token !== undefined,
      );
      return program;
    },
  };
};

/** What an owner is asked for. */
export interface AskedGrant {
  owner: string;
  on: string;
  may: string[];
  fields?: string[];
  /** Class of personal data, where the fields hold some. */
  dataClass?: string;
}

const asked = (text: string, kind: 'grant' | 'terms'): string | undefined =>
  new RegExp(`for the ${kind} (\\{.*\\});`).exec(text)?.[1];

/** The classes of personal data for which findings demand terms, by field. */
const classesIn = (findings: readonly Pick<Finding, 'howToAsk'>[]): Map<string, string> =>
  new Map(
    findings.flatMap(({ howToAsk }) => {
      const text = asked(howToAsk ?? '', 'terms');
      const terms = text ? (JSON.parse(text) as { field: string; class: string }) : undefined;
      return terms ? [[terms.field, terms.class] as const] : [];
    }),
  );

/** The grants that findings name as missing, each owner's in as few requests as there are elements. */
export const missingGrants = (findings: readonly Pick<Finding, 'howToAsk'>[]): AskedGrant[] => {
  const classes = classesIn(findings);
  const found = findings.flatMap(({ howToAsk }) => {
    const text = asked(howToAsk ?? '', 'grant');
    return text ? [JSON.parse(text) as AskedGrant] : [];
  });
  const byElement = Map.groupBy(found, ({ owner, on, may }) => JSON.stringify([owner, on, may]));
  return [...byElement.values()].map((group) => {
    const [first] = group as [AskedGrant];
    const fields = [...new Set(group.flatMap((each) => each.fields ?? []))];
    const { owner, on, may } = first;
    const dataClass = fields.map((field) => classes.get(`${on}.${field}`)).find(Boolean);
    return { owner, on, may, ...(fields.length > 0 && { fields }), ...(dataClass && { dataClass }) };
  });
};

/** What the bank uses personal data for, as the person reads it. */
export const PURPOSE = 'To see whether the person runs a business, and may be offered a KUR loan';

const REQUEST = `mutation ($input: RequestGrantInput!, $key: String!) {
  done: requestGrant(input: $input, idempotencyKey: $key) { grant { id status } refusal { code } } }`;
const DECIDE = `mutation ($id: ID!, $isGranted: Boolean!) {
  done: decideGrant(id: $id, isGranted: $isGranted) { grant { id status } refusal { code } } }`;

interface GrantPayload {
  done: { grant: { id: string; status: string } | null; refusal: { code: string } | null };
}

/** Grants by the graph's API, as a partner's and an owner's own software asks and decides. */
export const granting = (url: string) => {
  const ask = askerAt(url);
  return {
    request: async ({ owner, on, may, fields, dataClass }: AskedGrant, as: StoryPerson, reason: string) => {
      const from = new Date().toISOString().slice(0, 10);
      const terms = dataClass ? { class: dataClass, purpose: PURPOSE, isConsentNeeded: true } : null;
      const input = { owner, element: on, permissions: may, fields: fields ?? null, from, reason, terms };
      const { data } = await ask<GrantPayload>(as, REQUEST, { input, key: crypto.randomUUID() });
      return data.done.grant?.id ?? '';
    },
    /** @returns the grant's status, or the code of the refusal */
    decide: async (as: StoryPerson, id: string, isGranted = true) => {
      const { data } = await ask<GrantPayload>(as, DECIDE, { id, isGranted });
      return data.done.grant?.status ?? data.done.refusal?.code;
    },
  };
};

/** The commands of the partner path, as the bank's developer and the others type them. */
export const typing = (url: string, folder: string) => {
  const command = commandAt(url);
  const json = async <T>(as: StoryPerson, ...args: string[]): Promise<T> => {
    const { code, text, error } = await command(as, ...args, '--json');
    if (code !== 0 && text === '') throw new Error(`${args.join(' ')}: ${error}`);
    return JSON.parse(text) as T;
  };
  const key = join(folder, 'publisher.pem');
  const sdlFile = join(folder, 'kur.graphql');
  const place = (organization: string) => ['--subgraph', 'kur', '--organization', organization, '--key', key];
  return {
    command,
    json,
    key,
    sdlFile,
    writeSdl: (sdl: string) => writeFileSync(sdlFile, sdl),
    publish: (as: StoryPerson, organization: string, address: string) =>
      json<{ id: string; status: string; findings: Finding[] }>(
        as,
        ...['publish', sdlFile, ...place(organization), '--address', address],
      ),
    request: ({ owner, on, may, fields, dataClass }: AskedGrant, as: StoryPerson, reason: string) =>
      json<{ grant: { id: string } }>(
        as,
        ...['grants', 'request', '--owner', owner, '--on', on, '--may', may.join(',')],
        ...(fields ? ['--fields', fields.join(',')] : []),
        ...(dataClass ? ['--data-class', dataClass, '--purpose', PURPOSE] : []),
        ...['--reason', reason],
      ),
  };
};

/** Two people who run a business; the first one holds a certificate, the second one none. */
export const businessPeople = async (databases: Readonly<Record<string, string>>, data: string) => {
  const people = await rowsOf(databases.pmo ?? '', `select id from participant where work_status = 'ENTREPRENEUR'`);
  const held = await rowsOf(
    databases.training ?? '',
    `select participant_id as id from certificate where status = 'VALID'`,
  );
  const holders = new Set(held.map(({ id }) => id));
  const [alumna, other] = [true, false].map((is) => people.find(({ id }) => holders.has(id) === is)?.id ?? '');
  return [signedIn(data, alumna ?? '', 'participant'), signedIn(data, other ?? '', 'participant')] as const;
};
