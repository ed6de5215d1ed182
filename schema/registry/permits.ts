import { everyone, type Grant, type Permission } from './grant.ts';

/** What an organisation needs of an owner. */
export interface Requirement {
  owner: string;
  to: string;
  on: string;
  permission: Permission;
  /** Name of the field, value or member; none where all of `on` is meant. */
  name?: string | undefined;
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Dates of something that is granted. */
interface Term {
  from: string;
  until?: string;
  revokedOn?: string;
}

/** Says since when something granted no longer holds, or from when it will, for a bracket; undefined while in force. */
export const lapseOf = ({ from, until, revokedOn }: Term, now: Date): string | undefined => {
  const today = dayOf(now);
  if (revokedOn !== undefined && revokedOn <= today) return `revoked on ${revokedOn}`;
  if (until !== undefined && until < today) return `ended on ${until}`;
  return from > today ? `not before ${from}` : undefined;
};

/** What owners granted, and which of it a check made use of. */
export class Permits {
  /** Parts of grants that were needed: number of the grant, permission and name. */
  readonly used = new Set<string>();
  readonly #grants: readonly Grant[];
  readonly #now: Date;

  constructor(grants: readonly Grant[], now: Date) {
    this.#grants = grants;
    this.#now = now;
  }

  has(need: Requirement): boolean {
    const index = this.#grants.findIndex((grant) => this.#covers(grant, need) && !lapseOf(grant, this.#now));
    const grant = this.#grants[index];
    if (!grant) return false;
    this.used.add(`${index} ${need.permission} ${grant.fields ? (need.name ?? '') : ''}`);
    return true;
  }

  /** Why a grant that covers a need does not hold; undefined where there is none. */
  lapseOf(need: Requirement): string | undefined {
    const grant = this.#grants.find((each) => this.#covers(each, need));
    const lapse = grant && lapseOf(grant, this.#now);
    return lapse && `granted before, ${lapse}`;
  }

  // Two people of the owner's: who grants alone grants nothing.
  #covers(grant: Grant, { owner, to, on, permission, name }: Requirement): boolean {
    return (
      grant.owner === owner &&
      (grant.to === to || grant.to === everyone) &&
      grant.on === on &&
      grant.may.includes(permission) &&
      (grant.fields === undefined || (name !== undefined && grant.fields.includes(name))) &&
      grant.approvedBy !== '' &&
      grant.approvedBy !== grant.grantedBy
    );
  }
}

/** How to ask the owner, as a sentence with the grant that is missing. */
export const askFor = ({ owner, to, on, permission, name }: Requirement): string => {
  const grant = { owner, to, on, may: [permission], ...(name !== undefined && { fields: [name] }) };
  return `Ask ${owner} for the grant ${JSON.stringify(grant)}; two people of ${owner} decide.`;
};
