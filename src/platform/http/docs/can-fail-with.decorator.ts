import { Described } from './described.js';

/** Extension under which {@link CanFailWith} keeps its statuses until the document is made. */
export const PROBLEMS = 'x-problems';

/**
 * Names problems that a route can end with beyond those that follow from its form, such as 409 of a read:
 *
 *     @CanFailWith(409)
 */
export function CanFailWith(...statuses: number[]): MethodDecorator {
  return Described(({ ApiExtension }) => ApiExtension(PROBLEMS, statuses.map(String)));
}
