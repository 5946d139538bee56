import { relative } from 'node:path';
import ts from 'typescript';
import { root } from '../setup/run.mjs';

/** A string's form by the name of its property (docs/design of the HTTP contract: instants end in `At`, dates in `On` or `Date`). */
const FORMATS = [
  ['uuid', /^id$|Id$/],
  ['date-time', /^(at|since)$|(At|Since)$|^timestamp$/],
  ['date', /^date$|(On|Date)$/],
];
/** Of wrappers such as `Page<Item>`, the name of the component: `PageOfItem`. */
const OF = 'Of';

/**
 * Turns TypeScript types into OpenAPI 3.0 schemas. A type with a name of ours becomes a component of that name; unions of
 * words become enums where they stand. `@format` in a property's docstring overrides what its name says.
 */
export class TypeSchemas {
  /** Schemas by component name. */
  components = {};
  #checker;
  #declaredIn = new Map();

  constructor(checker) {
    this.#checker = checker;
  }

  /** @throws Error for what JSON cannot hold, naming `where` */
  schemaOf(type, where, propertyName = '') {
    const parts = (type.isUnion() ? type.types : [type]).filter((part) => !isUndefined(part));
    const isNullable = parts.some((part) => part.flags & ts.TypeFlags.Null);
    const values = parts.filter((part) => !(part.flags & ts.TypeFlags.Null));
    const schema = this.#ofValues(type, values, where, propertyName);
    return isNullable ? nullable(schema) : schema;
  }

  #ofValues(whole, values, where, propertyName) {
    if (values.length > 1) return this.#ofUnion(whole, values, where, propertyName);
    if (values.length === 0) return { type: 'string', enum: [] };
    return this.#ofOne(values[0], where, propertyName);
  }

  #ofUnion(whole, values, where, propertyName) {
    if (values.every((value) => value.isStringLiteral()))
      return { type: 'string', enum: values.map(({ value }) => value).toSorted() };
    if (values.every((value) => value.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    const name = whole.aliasSymbol && whole.types.length === values.length ? this.#nameOf(whole) : undefined;
    if (name) return this.#component(name, whole, () => this.#anyOf(values, where, propertyName));
    return this.#anyOf(values, where, propertyName);
  }

  #anyOf(values, where, propertyName) {
    const isBoolean = (value) => value.flags & ts.TypeFlags.BooleanLiteral;
    const isWord = (value) => value.isStringLiteral();
    const others = values.filter((value) => !isBoolean(value) && !isWord(value));
    const schemas = others.map((value) => this.#ofOne(value, where, propertyName));
    const words = values.filter(isWord).map(({ value }) => value);
    if (words.length > 0) schemas.push({ type: 'string', enum: words.toSorted() });
    if (values.some(isBoolean)) schemas.push({ type: 'boolean' });
    const distinct = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]));
    const sorted = [...distinct.keys()].toSorted((a, b) => (a < b ? -1 : 1)).map((key) => distinct.get(key));
    return sorted.length === 1 ? sorted[0] : { anyOf: sorted };
  }

  #ofOne(type, where, propertyName) {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (type.isStringLiteral()) return { type: 'string', enum: [type.value] };
    if (type.isNumberLiteral()) return { type: 'number', enum: [type.value] };
    if (flags & ts.TypeFlags.BooleanLiteral) return { type: 'boolean', enum: [type.intrinsicName === 'true'] };
    if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral))
      return { type: 'string', ...formatOf(propertyName) };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.NonPrimitive))
      return this.#ofObject(type, where, propertyName);
    throw new Error(`${where}: JSON cannot hold ${this.#checker.typeToString(type)}`);
  }

  #ofObject(type, where, propertyName) {
    const checker = this.#checker;
    if (type.symbol?.name === 'Date' && !isOurs(type.symbol)) return { type: 'string', format: 'date-time' };
    if (checker.isTupleType(type) || checker.isArrayType(type)) {
      const items = checker.getTypeArguments(type).map((item) => this.schemaOf(item, where, propertyName));
      if (checker.isArrayType(type)) return { type: 'array', items: items[0] };
      return { type: 'array', items: items.length === 1 ? items[0] : { anyOf: items }, minItems: items.length };
    }
    const name = this.#nameOf(type);
    return name ? this.#component(name, type, () => this.#members(type, name)) : this.#members(type, where);
  }

  #members(type, where) {
    const checker = this.#checker;
    const properties = {};
    const required = [];
    for (const property of checker.getPropertiesOfType(type).toSorted(asWritten)) {
      if (property.name.startsWith('__')) continue;
      const own = checker.getTypeOfSymbol(property);
      if (own.getCallSignatures().length > 0) continue;
      properties[property.name] = this.#property(property, own, `${where}.${property.name}`);
      if (!(property.flags & ts.SymbolFlags.Optional) && !mayBeUndefined(own)) required.push(property.name);
    }
    const rest = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const schema = { type: 'object' };
    if (Object.keys(properties).length > 0) schema.properties = properties;
    if (required.length > 0) schema.required = required;
    if (rest) schema.additionalProperties = this.#additional(rest.type, `${where}[]`);
    return schema;
  }

  #additional(type, where) {
    return type.flags & ts.TypeFlags.Never ? false : this.schemaOf(type, where);
  }

  #property(property, type, where) {
    const tags = Object.fromEntries(
      property.getJsDocTags(this.#checker).map(({ name, text }) => [name, ts.displayPartsToString(text)]),
    );
    const schema = this.schemaOf(type, where, tags.format ? '' : property.name);
    const told = { ...schema };
    if (tags.format && tags.format !== 'text') told.format = tags.format;
    const description = textOf(property.getDocumentationComment(this.#checker));
    if (!description) return told;
    return told.$ref ? { allOf: [told], description } : { ...told, description };
  }

  /** The component's name of a type that we gave one; undefined for all others. */
  #nameOf(type) {
    const alias = type.aliasSymbol;
    const symbol = alias ?? type.symbol;
    if (!symbol || symbol.name.startsWith('__') || !isOurs(symbol)) return undefined;
    if (!alias && !(symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class))) return undefined;
    const given = alias ? type.aliasTypeArguments : this.#checker.getTypeArguments(type);
    const args = (given ?? []).filter((argument) => argument.symbol !== symbol && !argument.isThisType);
    if (args.length === 0) return symbol.name;
    const names = args.map((argument) => this.#nameOf(argument));
    return names.every(Boolean) ? `${symbol.name}${OF}${names.join('And')}` : undefined;
  }

  #component(name, type, make) {
    const symbol = type.aliasSymbol ?? type.symbol;
    const place = relative(root, symbol.declarations[0].getSourceFile().fileName);
    const other = this.#declaredIn.get(name);
    if (other === undefined) {
      this.#declaredIn.set(name, place);
      this.components[name] = {};
      const description = textOf(symbol.getDocumentationComment(this.#checker));
      this.components[name] = { ...make(), ...(description ? { description } : {}) };
    } else if (other !== place) {
      throw new Error(`Two answers are named ${name}: in ${other} and in ${place}. Give one another name.`);
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** A docstring as one line of text. */
export function textOf(parts) {
  return ts
    .displayPartsToString(parts)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** As the sources have them: the compiler's own order changes with what else it has read. */
function asWritten(a, b) {
  const [one, other] = [a, b].map(({ declarations }) => declarations?.[0]);
  if (!one || !other) return a.name < b.name ? -1 : 1;
  const [file, otherFile] = [one, other].map((declaration) => declaration.getSourceFile().fileName);
  if (file !== otherFile) return file < otherFile ? -1 : 1;
  return one.pos - other.pos || (a.name < b.name ? -1 : 1);
}

function isOurs(symbol) {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName;
  return file !== undefined && file.startsWith(root) && !file.includes('/node_modules/');
}

function isUndefined({ flags }) {
  return (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
}

function mayBeUndefined(type) {
  return type.isUnion() ? type.types.some(isUndefined) : isUndefined(type);
}

function formatOf(propertyName) {
  const format = FORMATS.find(([, pattern]) => pattern.test(propertyName))?.[0];
  return format ? { format } : {};
}

/** OpenAPI 3.0 has no type `null`: a reference needs a wrapper, an enum names it. */
function nullable(schema) {
  if (schema.$ref) return { type: 'object', nullable: true, allOf: [schema] };
  if (schema.enum) return { ...schema, enum: [...schema.enum, null], nullable: true };
  return { ...schema, nullable: true };
}
