import { typeDefs } from './sdl.ts';

process.stdout.write(typeDefs);
