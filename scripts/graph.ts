import { fail } from './arguments.ts';
import { runProgram } from './graph/program.ts';

void runProgram(process.argv.slice(2)).then((failure) => failure && fail(failure.command, failure.error));
