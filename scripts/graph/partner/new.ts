import { scaffold, type Template, templates } from '../../partner/scaffold.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';

const help = `
npm run graph -- new NAME [--template kit|yoga|python] [--dir DIR]

Writes a subgraph of its own into a folder: SDL, a server that answers the gateway alone, tests, a Dockerfile, and a
README with its commands.

  NAME             name of the subgraph, in small letters and digits: its root fields begin with it
  --template NAME  kit (default): TypeScript with the partner kit; yoga: graphql-yoga without it; python
  --dir DIR        the folder, which is made, or is empty; NAME unless given
`;

const namePattern = /^[a-z][a-z0-9]{1,30}$/;

const isTemplate = (name: string): name is Template => (templates as readonly string[]).includes(name);

/** `npm run graph -- new` */
export const command = graphCommand({
  help,
  options: { template: { type: 'string', default: 'kit' }, dir: { type: 'string' } },
  operand: 'name',
  async run({ template, dir }, _action, name) {
    if (!namePattern.test(name)) throw new UsageError(`${name} is no name: take 2 to 31 small letters and digits`);
    if (!isTemplate(template)) throw new UsageError(`--template takes ${templates.join(', ')}`);
    const folder = dir ?? name;
    await scaffold({ name, template, folder });
    process.stdout.write(`${name} is in ${folder}; its README.md says how to go on\n`);
  },
});
