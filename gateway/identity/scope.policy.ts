import { errors } from 'oidc-provider';

/** More than three times as many as the graph has. */
const MOST_ITEMS = 50;
const LONGEST_ECHO = 100;

/**
 * Refuses a `scope` parameter that names anything but what the client may ask for (RFC 6749, 5.2): a token without it
 * would fail much later, and somewhere else. The syntax of the list is checked by oidc-provider.
 * @throws InvalidScope
 */
export const checkScope = (asked: string | undefined, allowed: readonly string[]): void => {
  if (asked === undefined) return;
  const items = asked.split(' ');
  if (items.length > MOST_ITEMS) {
    throw new errors.InvalidScope(`at most ${MOST_ITEMS} scopes can be asked for`, asked.slice(0, LONGEST_ECHO));
  }
  const refused = items.find((item) => !allowed.includes(item));
  if (refused !== undefined) {
    throw new errors.InvalidScope('this scope is unknown, or not for this client', refused.slice(0, LONGEST_ECHO));
  }
};

const nearlyScope = /^scopes?(?:\[.*)?$/i;

/**
 * Refuses a list of scopes under a name that only resembles `scope`, as `scope[]` and `scopes`: it would be passed over,
 * and the token have all that the client may ask for.
 * @throws InvalidScope
 */
export const checkScopeNames = (parameters: readonly string[]): void => {
  const wrong = parameters.find((name) => name !== 'scope' && nearlyScope.test(name));
  if (wrong === undefined) return;
  throw new errors.InvalidScope(
    'name scopes in one parameter "scope", divided by spaces',
    wrong.slice(0, LONGEST_ECHO),
  );
};
