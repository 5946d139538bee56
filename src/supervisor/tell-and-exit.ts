import { InvalidConfiguration } from '../config/env.js';
import { HOPELESS, StartupError } from './startup-error.js';

/** Ends a process that could not start: in one message where the operator can help, with the whole error where only we can. */
export function tellAndExit(error: unknown): never {
  const isOurs = error instanceof InvalidConfiguration || error instanceof StartupError;
  process.stderr.write(`${isOurs ? error.message : render(error)}\n`);
  process.exit(isOurs ? HOPELESS : 1);
}

/** An error before the first request holds nobody's data, so it is told in full, with its causes. */
function render(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stack, message, cause } = error;
  return `${stack ?? message}${cause === undefined ? '' : `\n  because: ${render(cause)}`}`;
}
