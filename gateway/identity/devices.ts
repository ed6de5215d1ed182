import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OfficerAccount } from './accounts.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Surroundings } from './surroundings.ts';

const NAME = '_device';
const KEPT_S = 90 * 86_400;
const ID_BYTES = 16;
const PATTERN = /(?:^|; ?)_device=([\w-]{22})\.(\d{1,12})\.([\w-]{43})\.([\w-]{43})(?:;|$)/;

/** A browser in which an officer signed in before, with password and TOTP. */
export interface Device {
  id: string;
  /** Hash that binds the device to an account and its password: a new password forgets the device. */
  binding: string;
}

export interface DevicesOptions {
  /** The first one signs, all verify. */
  cookieKeys: readonly string[];
  index: BlindIndex;
  /** Whether the issuer is reached over TLS. */
  isSecure: boolean;
  surroundings: Surroundings;
}

const sign = (key: string, text: string) =>
  createHmac('sha256', key).update(`remembered device v1\0${text}`).digest('base64url');

const isSame = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Remembers browsers by a signed cookie: whoever guesses elsewhere cannot lock an officer out of a known one. */
export class Devices {
  readonly #options: DevicesOptions;

  constructor(options: DevicesOptions) {
    this.#options = options;
  }

  /** The device that a Cookie header proves, whoever's it is. */
  read(cookies: string | undefined): Device | undefined {
    const [, id = '', expires = '', binding = '', signature = ''] = PATTERN.exec(cookies ?? '') ?? [];
    const { cookieKeys, surroundings } = this.#options;
    if (id === '' || Number(expires) * 1_000 <= surroundings.now().getTime()) return undefined;
    const text = `${id}.${expires}.${binding}`;
    return cookieKeys.some((key) => isSame(sign(key, text), signature)) ? { id, binding } : undefined;
  }

  isOf(device: Device | undefined, officer: OfficerAccount | undefined): device is Device {
    return device !== undefined && officer !== undefined && isSame(device.binding, this.#bindingOf(officer));
  }

  /** The Set-Cookie header that remembers the browser for 90 days. */
  cookieFor(officer: OfficerAccount): string {
    const { cookieKeys, isSecure, surroundings } = this.#options;
    const expires = Math.floor(surroundings.now().getTime() / 1_000) + KEPT_S;
    const text = `${surroundings.randomBytes(ID_BYTES).toString('base64url')}.${expires}.${this.#bindingOf(officer)}`;
    const value = `${text}.${sign(cookieKeys[0] ?? '', text)}`;
    return `${NAME}=${value}; Path=/login; Max-Age=${KEPT_S}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  }

  #bindingOf({ subject, passwordHash }: OfficerAccount): string {
    return this.#options.index('device', `${subject}\0${passwordHash}`).toString('base64url');
  }
}
