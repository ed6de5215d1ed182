import { createReadStream, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const digits = z.string().regex(/^\d{16}$/);

/** A person as the simulated civil registry has them; one without a family card agrees with any. */
export const civilPerson = z.strictObject({
  nik: digits,
  name: z.string().min(1).max(200),
  birthDate: z.iso.date(),
  kk: digits.optional(),
});

export type CivilPerson = z.infer<typeof civilPerson>;

/** The file in which the people of a simulated registry outlive the process: a line each, the last one of a NIK counts. */
export class PeopleFile {
  readonly #file: string | undefined;
  #descriptor: number | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Reads what stands in the file. @throws Error that names the line for what is no person */
  async *read(): AsyncGenerator<CivilPerson> {
    if (this.#file === undefined || !existsSync(this.#file)) return;
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(this.#file) })) {
      line += 1;
      const { data, error } = civilPerson.safeParse(JSON.parse(text));
      if (!data) throw new Error(`${this.#file}, line ${line}: ${z.prettifyError(error)}`);
      yield data;
    }
  }

  append(people: readonly CivilPerson[]): void {
    if (this.#file === undefined || people.length === 0) return;
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      this.#descriptor = openSync(this.#file, 'a', 0o600);
    }
    writeSync(this.#descriptor, `${people.map((one) => JSON.stringify(one)).join('\n')}\n`);
  }
}
