import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CivilBooks } from '../../scripts/simulators/civil/books.ts';
import { PeopleFile } from '../../scripts/simulators/civil/people.file.ts';
import { CivilServer } from '../../scripts/simulators/civil/server.ts';
import { type CivilSwitches, noFaults } from '../../scripts/simulators/civil/switches.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { createCivilRegistry } from '../../subgraphs/pmo/match/civil-registry.client.ts';
import type { CivilRegistry } from '../../subgraphs/pmo/match/civil-registry.port.ts';

/** The books of a simulated civil registry behind its port, without HTTP: it knows everybody unless told otherwise. */
export const bookRegistry = (books = new CivilBooks()): CivilRegistry & { books: CivilBooks } => ({
  books,
  match: async (questions) =>
    questions.map(({ id, nik, name, birthDate, kk }) =>
      books.answer({ id, nik: nik.reveal(), name, birthDate, kk: kk?.reveal() }),
    ),
});

const KEY = 'a-key-of-the-test-and-of-nobody-else';

/** The simulated civil registry over HTTP, in this process. */
export const startCivilRegistry = async ({
  random,
  timeoutMs = 2_000,
}: {
  random?: () => number;
  timeoutMs?: number;
} = {}) => {
  const books = new CivilBooks(random);
  const options = { keys: [KEY], books, people: new PeopleFile(undefined), isControlled: true };
  const { server } = new CivilServer(options);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    key: KEY,
    books,
    registry: createCivilRegistry({ url, key: new Secret('key', KEY), timeoutMs }),
    switch: (switches: Partial<CivilSwitches>) => {
      books.switches = { ...noFaults, ...switches };
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
