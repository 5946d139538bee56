/** Thrown by a parser; the message completes the sentence "NAME …". */
export class Unacceptable extends Error {}

export interface Description {
  /** What it does, and what it costs or buys in performance. */
  about: string;
  /** What a production installation should set it to, where that is not the default. */
  production?: string;
}

/** One environment variable: its name, how its text becomes a value, and what `.env.example` and the README say about it. */
export class Variable<T> {
  constructor(
    readonly name: string,
    readonly description: Description,
    readonly parse: (text: string) => T,
    /** The text taken when the variable is unset or empty; undefined means that there is none. */
    readonly fallback: string | undefined,
    /** The value when there is neither text nor fallback. */
    readonly absent: T,
    readonly isSecret = false,
  ) {}
}

interface Range extends Description {
  default: number;
  min: number;
  max?: number;
}

/** A whole number within a range. The unit belongs into the description and into the key of the schema. */
export function integer(
  name: string,
  { default: fallback, min, max = Number.MAX_SAFE_INTEGER, ...description }: Range,
): Variable<number> {
  const parse = (text: string): number => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      throw new Unacceptable(
        max === Number.MAX_SAFE_INTEGER
          ? `must be a whole number of at least ${min}`
          : `must be a whole number from ${min} to ${max}`,
      );
    }
    return value;
  };
  return new Variable(name, description, parse, String(fallback), fallback);
}

/** `true`, `1`, `yes`, `on` and their opposites, in any case. */
export function flag(
  name: string,
  { default: fallback, ...description }: Description & { default: boolean },
): Variable<boolean> {
  const parse = (text: string): boolean => {
    if (/^(true|1|yes|on)$/i.test(text)) return true;
    if (/^(false|0|no|off)$/i.test(text)) return false;
    throw new Unacceptable('must be true or false');
  };
  return new Variable(name, description, parse, String(fallback), fallback);
}

/** One word out of a list. */
export function oneOf<const V extends string>(
  name: string,
  values: readonly V[],
  { default: fallback, ...description }: Description & { default: NoInfer<V> },
): Variable<V> {
  const parse = (text: string): V => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new Unacceptable(`must be one of ${values.join(', ')}`);
    return found;
  };
  return new Variable(name, description, parse, fallback, fallback);
}

/** Any text; empty when it is unset and has no default. */
export function text(
  name: string,
  { default: fallback, ...description }: Description & { default?: string },
): Variable<string> {
  return new Variable(name, description, (value) => value, fallback, fallback ?? '');
}

function checkedUrl(value: string, protocols: readonly string[]): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !protocols.includes(url.protocol))
    throw new Unacceptable(`must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  return value;
}

interface UrlDescription extends Description {
  protocols: readonly string[];
  isSecret?: boolean;
}

/** A URL of one of the given protocols (`redis:`); empty when unset. Its text never appears in a fault, for it may hold a password. */
export function url(name: string, { protocols, isSecret = false, ...description }: UrlDescription): Variable<string> {
  return new Variable(name, description, (value) => checkedUrl(value, protocols), undefined, '', isSecret);
}

/** URLs separated by commas; none when unset. */
export function urls(
  name: string,
  { protocols, isSecret = false, ...description }: UrlDescription,
): Variable<readonly string[]> {
  const parse = (value: string): readonly string[] => list(value).map((item) => checkedUrl(item, protocols));
  return new Variable(name, description, parse, undefined, [], isSecret);
}

/** A password or token; empty when unset. How strong it must be is decided by `strength.ts`, for it depends on NODE_ENV. */
export function secret(
  name: string,
  { default: fallback, ...description }: Description & { default?: string },
): Variable<string> {
  return new Variable(name, description, (value) => value, fallback, fallback ?? '', true);
}

const noKey: Buffer = Buffer.alloc(0);

/** 32 random bytes, written in base64 or hex; an empty buffer when unset. */
export function key(name: string, description: Description): Variable<Buffer> {
  return new Variable(name, description, keyFrom, undefined, noKey, true);
}

/** Keys separated by commas; none when unset. */
export function keys(name: string, description: Description): Variable<readonly Buffer[]> {
  return new Variable<readonly Buffer[]>(name, description, (value) => list(value).map(keyFrom), undefined, [], true);
}

function keyFrom(value: string): Buffer {
  const bytes = Buffer.from(value, /^[0-9a-f]{64}$/i.test(value) ? 'hex' : 'base64');
  if (bytes.length !== 32) throw new Unacceptable('must be 32 bytes in base64 or hex (openssl rand -base64 32)');
  return bytes;
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
