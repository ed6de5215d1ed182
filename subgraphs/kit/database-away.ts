/** What PostgreSQL or the network said, as far as whoever starts a service can do something about it. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it ended the connection',
  '28P01': 'it refuses the password of the role',
  '28000': 'it refuses the role',
  '3D000': 'it has no such database',
  '53300': 'it has no connection left',
  '57P03': 'it is starting or stopping',
};

/** What the client says, without a code, of a server that takes the connection and then nothing. */
const SILENT = /connection timeout|timeout exceeded when trying to connect|timeout expired/i;

interface Fault {
  code?: string;
  message?: string;
  errors?: readonly Fault[];
}

const codesOf = ({ code, errors = [] }: Fault): string[] => [...(code ? [code] : []), ...errors.flatMap(codesOf)];

/** Whether it says that a database cannot be reached. */
export const isDatabaseAway = (error: unknown): boolean =>
  codesOf(error as Fault).some((code) => Object.hasOwn(reasons, code)) || SILENT.test((error as Fault).message ?? '');

/** Names the database that cannot be reached in one line, without its password. */
export const databaseAway = (url: string, error: unknown): Error => {
  const { host, pathname, username } = new URL(url);
  const fault = error as Fault;
  const silent = SILENT.test(fault.message ?? '') ? ['ETIMEDOUT'] : [];
  const known = [...codesOf(fault), ...silent].find((code) => Object.hasOwn(reasons, code));
  const reason = known ? `${reasons[known]} (${known})` : fault.message || String(error);
  const who = decodeURIComponent(username);
  return new Error(`the database ${pathname.slice(1)} of ${who} at ${host} cannot be used: ${reason}`, {
    cause: error,
  });
};
