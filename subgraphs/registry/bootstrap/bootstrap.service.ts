import type { KeyObject } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Grant } from '../../../schema/registry/grant.ts';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import type { OwnershipRecord } from '../../../schema/registry/ownership.ts';
import type { Subgraph } from '../../../schema/registry/revision.ts';
import { hashOf, type Statement, signStatement } from '../../../schema/registry/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { addGrants } from '../grant/index.ts';
import { addKeys, KeyRole } from '../key/index.ts';
import { addOwnership, organizationOf } from '../ownership/index.ts';
import { type ApprovalService, addFirst, type ProposalService, readHeads } from '../revision/index.ts';

/** The keys of the graph's own publishers; those who hold them are two. */
export interface OwnKeys {
  /** Private keys by publisher. */
  publishers: Readonly<Record<string, KeyObject>>;
  /** The private key by which the steward approves. */
  approver: KeyObject;
}

/** What the graph begins with. */
export interface GraphBeginning {
  subgraphs: readonly Subgraph[];
  ownership: OwnershipRecord;
  grants: readonly Grant[];
  keys: OwnKeys;
  /** Ids of organisations by the names under which they publish. */
  names: Readonly<Record<string, string>>;
}

interface BootstrapOptions {
  database: Database;
  proposals: ProposalService;
  approvals: ApprovalService;
  now: () => Date;
}

/** What became of a revision of our own. */
export interface OwnRevision {
  subgraph: string;
  number: number;
  status: string;
  /** Codes and messages of errors. */
  errors: readonly string[];
}

const PROPOSER = 'bootstrap-publisher';
const APPROVER = 'bootstrap-approver';

const isLike = (live: { sdlHash: string; address: string } | undefined, { sdl, address }: Subgraph): boolean =>
  live?.sdlHash === hashOf(sdl) && live.address === address;

/**
 * Publishes the graph's own subgraphs where what is live is not what they are: all at once into an empty registry, and
 * then as anybody publishes. @returns what was published, nothing where nothing changed
 */
export class Bootstrap {
  readonly #options: BootstrapOptions;

  constructor(options: BootstrapOptions) {
    this.#options = options;
  }

  async run(beginning: GraphBeginning): Promise<OwnRevision[]> {
    const { database, now } = this.#options;
    const heads = await readHeads(database);
    if (heads.length > 0) return this.#renew(beginning, heads);
    return database.orm.em.fork().transactional(async (tx) => {
      const { ownership, grants, keys, subgraphs } = beginning;
      await addKeys(tx, [...ownKeys(keys, ownership.steward)], {
        proposedBy: PROPOSER,
        approvedBy: APPROVER,
        now: now(),
      });
      await addOwnership(tx, ownership, now());
      await addGrants(tx, grants, now());
      return this.#begin(tx, subgraphs, { keys, record: ownership });
    });
  }

  async #begin(
    tx: EntityManager,
    subgraphs: readonly Subgraph[],
    { keys, record }: { keys: OwnKeys; record: OwnershipRecord },
  ): Promise<OwnRevision[]> {
    const signed = subgraphs.map((subgraph) => {
      const { name, organization, sdl, address } = subgraph;
      const statement = { organization, subgraph: name, number: 1, previous: null, sdlHash: hashOf(sdl), address };
      return { subgraph, statement, ...signatures(statement, keys) };
    });
    const people = { proposedBy: PROPOSER, approvedBy: APPROVER, approverOrganization: record.steward };
    await addFirst(tx, signed, { ...people, record, now: this.#options.now() });
    return subgraphs.map(({ name }) => ({ subgraph: name, number: 1, status: 'LIVE', errors: [] }));
  }

  async #renew({ subgraphs, keys, names }: GraphBeginning, heads: Awaited<ReturnType<typeof readHeads>>) {
    const published: OwnRevision[] = [];
    for (const subgraph of subgraphs) {
      const head = heads.find((each) => each.subgraph === subgraph.name);
      const live = head && { sdlHash: head.liveSdlHash ?? '', address: head.liveAddress ?? '' };
      if (!isLike(live, subgraph)) published.push(await this.#publish(subgraph, { head, keys, names }));
    }
    return published;
  }

  async #publish(
    subgraph: Subgraph,
    { head, keys, names }: Pick<GraphBeginning, 'keys' | 'names'> & { head: Head | undefined },
  ): Promise<OwnRevision> {
    const { database, proposals, approvals } = this.#options;
    const { name, organization, sdl, address } = subgraph;
    const em = database.orm.em.fork();
    const org = organizationOf(names, organization);
    const caller = callerOf(PROPOSER, org);
    if (head?.openId) await proposals.withdraw(em.fork(), head.openId, caller);
    const number = (head?.number ?? 0) + 1;
    const base = { organization, subgraph: name, number, previous: head?.hash ?? null, address };
    const { publisher, approver } = signatures({ ...base, sdlHash: hashOf(sdl) }, keys);
    const key = `bootstrap-${name}-${number}-${hashOf(sdl).slice(0, 32)}`;
    const id = await proposals.publish(em.fork(), { ...base, sdl, ...publisher }, { caller, key });
    const checked = await readHeads(database);
    if (checked.find((each) => each.subgraph === name)?.status === 'CHECKED')
      await approvals.approve(em.fork(), id, { caller: callerOf(APPROVER, names.pmo ?? 'pmo'), ...approver });
    const found = (await readHeads(database)).find((each) => each.subgraph === name);
    const errors = (found?.findings ?? []).filter(({ severity }) => severity === 'ERROR');
    const said = errors.map(({ code, message }) => `${code}: ${message}`);
    return { subgraph: name, number, status: found?.status ?? '', errors: said };
  }
}

type Head = Awaited<ReturnType<typeof readHeads>>[number];

const callerOf = (id: string, org: string): Caller => ({ id, org, can: () => true });

const ownKeys = function* ({ publishers, approver }: OwnKeys, steward: string) {
  for (const [organization, key] of Object.entries(publishers)) {
    yield { id: keyIdOf(key), publicKey: publicKeyText(key), organization, role: KeyRole.PUBLISHER };
  }
  yield { id: keyIdOf(approver), publicKey: publicKeyText(approver), organization: steward, role: KeyRole.APPROVER };
};

const signatures = (statement: Statement, { publishers, approver }: OwnKeys) => {
  const key = publishers[statement.organization];
  if (!key) throw new Error(`there is no key of ${statement.organization}`);
  return {
    publisher: { keyId: keyIdOf(key), signature: signStatement(statement, 'publisher', key) },
    approver: { keyId: keyIdOf(approver), signature: signStatement(statement, 'approver', approver) },
  };
};
