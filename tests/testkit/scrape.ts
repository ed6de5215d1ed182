/** What one service shows on its port for metrics. */
export class Scrape {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The names of its metrics. */
  get families(): string[] {
    return [...this.text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name);
  }

  /** Its lines with a value. */
  get series(): string[] {
    return this.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }

  /** The sum of all series of a metric whose labels hold each of the texts, such as `code="FORBIDDEN"`. */
  sum(name: string, ...labels: string[]): number {
    const found = this.series.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    const wanted = found.filter((line) => labels.every((label) => line.includes(label)));
    return wanted.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }
}

export const scrape = async (port: number): Promise<Scrape> => {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  return new Scrape(await answer.text());
};
