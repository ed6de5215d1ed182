import type { Caller } from '../../kit/caller.ts';

/** Ids of organisations by the names under which they publish; who has no name publishes under its id. */
export type PublishingNames = Readonly<Record<string, string>>;

/** The id of the organisation that publishes under a name. */
export const organizationOf = (names: PublishingNames, publisher: string): string =>
  (Object.hasOwn(names, publisher) ? names[publisher] : undefined) ?? publisher;

/** Says for which publishers a caller acts. */
export interface Publishers {
  isFor(caller: Caller, publisher: string): boolean;
  /** All of them. */
  of(caller: Caller): string[];
}

/** @param names a name in it is nobody's but that organisation's, whatever the id of another one is */
export const actingUnder = (names: PublishingNames): Publishers => {
  const isFor = ({ org }: Caller, publisher: string): boolean =>
    org !== null && organizationOf(names, publisher) === org;
  return {
    isFor,
    of: (caller) => [...Object.keys(names), caller.org ?? ''].filter((publisher) => isFor(caller, publisher)),
  };
};
