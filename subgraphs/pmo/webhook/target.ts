import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopback, isPublic } from '../../kit/address.ts';
import { refusals } from './webhook.refusal.ts';

/** Asks for the addresses of a name. */
export type Resolve = (name: string) => Promise<string[]>;

export interface TargetOptions {
  /** Plain HTTP to this machine's own addresses, for the default run. */
  isLoopbackAllowed: boolean;
  resolve?: Resolve;
}

const MOST_CHARACTERS = 500;
const PORTS = ['', '443', '8443'];
const FIRST_FREE_PORT = 1_024;
/** Names that only a local network knows (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const LOCAL = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|alt|onion|arpa|invalid)$/;

/** A name that leads to no address, or to one that no webhook may reach. */
export class TargetError extends Error {
  readonly code: 'NAME_UNKNOWN' | 'ADDRESS_FORBIDDEN';

  constructor(code: TargetError['code']) {
    super(code);
    this.code = code;
  }
}

/** Asks the name servers without the threads that files and other look-ups need: a slow one delays nobody else. */
const askServers: Resolve = async (name) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

/** Decides where webhooks may go: by their URL when it is registered, and by its addresses at each connection. */
export class Targets {
  readonly #isLoopbackAllowed: boolean;
  readonly #resolve: Resolve;

  constructor({ isLoopbackAllowed, resolve = askServers }: TargetOptions) {
    this.#isLoopbackAllowed = isLoopbackAllowed;
    this.#resolve = resolve;
  }

  /**
   * Reads the URL of a webhook and looks its name up.
   * @throws Refusal WEBHOOK_URL_MALFORMED, WEBHOOK_NAME_UNKNOWN, WEBHOOK_ADDRESS_FORBIDDEN
   */
  async read(text: string): Promise<string> {
    const url = this.#parse(text);
    try {
      await this.addressesOf(hostOf(url));
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      throw error.code === 'NAME_UNKNOWN' ? refusals.nameUnknown() : refusals.addressForbidden();
    }
    return url.href;
  }

  /** Decides whether a connection may be made; what a name leads to is looked at when it is. */
  checkAddress(url: URL): void {
    const host = hostOf(url);
    if (isIP(host) !== 0 && !this.#isAllowed(host)) throw new TargetError('ADDRESS_FORBIDDEN');
  }

  /** Returns the addresses of a host, all of which a webhook may reach. @throws TargetError */
  async addressesOf(host: string): Promise<string[]> {
    const addresses = await this.#lookUp(host);
    if (addresses.length === 0) throw new TargetError('NAME_UNKNOWN');
    // One forbidden address among them is a try to get in by the others' good name.
    if (!addresses.every((address) => this.#isAllowed(address))) throw new TargetError('ADDRESS_FORBIDDEN');
    return addresses;
  }

  #lookUp(host: string): string[] | Promise<string[]> {
    if (isIP(host) !== 0) return [host];
    if (host === 'localhost') return ['127.0.0.1'];
    return this.#resolve(host);
  }

  #isAllowed(address: string): boolean {
    return isPublic(address) || (this.#isLoopbackAllowed && isLoopback(address));
  }

  #parse(text: string): URL {
    const url = text.length <= MOST_CHARACTERS ? URL.parse(text) : null;
    if (!url) throw refusals.url('it is no absolute URL of at most 500 characters', 'bukan URL lengkap 500 karakter');
    if (url.username !== '' || url.password !== '') {
      throw refusals.url('it holds a user or a password', 'berisi nama pengguna atau sandi');
    }
    if (url.hash !== '') throw refusals.url('it holds a fragment', 'berisi fragmen');
    const host = hostOf(url);
    const isLocal = this.#isLoopbackAllowed && (host === 'localhost' || isLoopback(host));
    if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) {
      throw refusals.url('it is not https', 'bukan https');
    }
    const isPort = PORTS.includes(url.port) || (isLocal && Number(url.port) >= FIRST_FREE_PORT);
    if (!isPort) throw refusals.url('its port is neither 443 nor 8443', 'port-nya bukan 443 atau 8443');
    if (isLocal) return url;
    if (isIP(host) === 0 && (!host.includes('.') || LOCAL.test(host))) throw refusals.addressForbidden();
    return url;
  }
}
