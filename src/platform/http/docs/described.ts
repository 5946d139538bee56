type Swagger = typeof import('@nestjs/swagger');
type Decorate = (target: object, property?: string | symbol, descriptor?: unknown) => void;

const notes: ((swagger: Swagger) => void)[] = [];

/**
 * A decorator of `@nestjs/swagger`, kept until the document is asked for: few processes ever are, and the package with what it
 * stands on takes 8 MB and a quarter of a second of each start.
 *
 *     @Described(({ ApiProduces }) => ApiProduces('text/csv'))
 */
export function Described(
  decorator: (swagger: Swagger) => unknown,
): MethodDecorator & ClassDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol, descriptor?: unknown): void => {
    describeLater((swagger) => (decorator(swagger) as Decorate)(target, property, descriptor));
  };
}

/** Does what only `@nestjs/swagger` can do for the document once that is asked for, in the order in which it was left. */
export function describeLater(note: (swagger: Swagger) => void): void {
  notes.push(note);
}

/** `@nestjs/swagger`, told everything that was left for it. */
export async function describedSwagger(): Promise<Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const note of notes.splice(0)) note(swagger);
  return swagger;
}
