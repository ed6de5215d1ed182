import type { Use } from './use.ts';

const mostClients = 5;

/** Clients that use one of the coordinates, as people read them; undefined without any count: somebody may. */
export const usersOf = (usage: readonly Use[] | undefined, affected: readonly string[]): string[] | undefined => {
  if (usage === undefined) return undefined;
  const wanted = new Set(affected);
  const uses = usage.filter(({ isAuthenticated, coordinate }) => isAuthenticated && wanted.has(coordinate));
  const byClient = Map.groupBy(uses, ({ organization, client, version }) =>
    [organization || 'an unknown organisation', `client ${client || '?'}`, `version ${version || 'not stated'}`].join(
      ', ',
    ),
  );
  return [...byClient]
    .map(([client, those]) => ({ client, executions: Math.max(...those.map((each) => each.executions)) }))
    .toSorted((one, other) => other.executions - one.executions)
    .map(({ client, executions }) => `${client}: ${executions} execution${executions === 1 ? '' : 's'}`);
};

/** What becomes of the users of something that changes, for people. */
export const verdictOn = (users: readonly string[] | undefined, isBreaking: boolean): string => {
  if (users === undefined) return 'nobody has counted whom it breaks';
  if (users.length === 0) return 'no client has used what it changes';
  const further = users.length - mostClients;
  const shown = users.slice(0, mostClients).join('; ');
  return `${isBreaking ? 'it breaks' : 'it may surprise'} ${shown}${further > 0 ? `; and ${further} more` : ''}`;
};
