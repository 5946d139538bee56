import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../setup/run.mjs';
import { textOf, TypeSchemas } from './type-schemas.mjs';

const ROUTES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Sse']);

/**
 * What every route answers, read from the return type and the docstring of its controller's method:
 * `{operations: {'PatientsController.read': {summary, description, answer}}, tags, schemas}`. An answer is `{json}`, `{text}`,
 * `{file}` or `{events}`, several of them, or none of them where there is no content.
 */
export function readAnswers() {
  const program = createProgram();
  const checker = program.getTypeChecker();
  const schemas = new TypeSchemas(checker);
  const operations = {};
  const tags = {};
  for (const declaration of program.getSourceFiles().flatMap(controllersOf)) {
    const name = declaration.name.text;
    const about = textOf(checker.getSymbolAtLocation(declaration.name).getDocumentationComment(checker));
    if (about) tags[name.replace(/Controller$/, '')] = about;
    for (const method of declaration.members.filter((member) => ts.isMethodDeclaration(member) && isRoute(member)))
      operations[`${name}.${method.name.getText()}`] = operationOf(method, checker, schemas);
  }
  return { operations: sorted(operations), tags: sorted(tags), schemas: sorted(schemas.components) };
}

function createProgram() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.build.json'), (path) => ts.sys.readFile(path));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(fileNames, { ...options, noEmit: true });
}

function controllersOf(file) {
  if (file.isDeclarationFile) return [];
  return file.statements.filter(
    (statement) => ts.isClassDeclaration(statement) && decoratorNames(statement).includes('Controller'),
  );
}

function isRoute(method) {
  return decoratorNames(method).some((name) => ROUTES.has(name));
}

function decoratorNames(node) {
  return (ts.getDecorators(node) ?? []).map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );
}

function operationOf(method, checker, schemas) {
  const where = `${method.parent.name.text}.${method.name.getText()}`;
  const returned = checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(method));
  const answer = answerOf(checker.getAwaitedType(returned) ?? returned, where, checker, schemas);
  return {
    ...inWords(textOf(checker.getSymbolAtLocation(method.name).getDocumentationComment(checker))),
    answer: { ...answer, ...(answer.file ? fileTypeOf(method, checker) : {}) },
    ...(tellsLocation(method, checker) ? { location: true } : {}),
  };
}

/** The first sentence is the summary. */
function inWords(text) {
  if (!text) return {};
  const end = /[.;:](?=\s|$)/.exec(text)?.index ?? text.length;
  const summary = text.slice(0, end);
  return end >= text.length - 1 ? { summary } : { summary, description: text };
}

function answerOf(type, where, checker, schemas) {
  const parts = type.isUnion() ? type.types : [type];
  const answer = {};
  const json = [];
  for (const part of parts) {
    const name = part.symbol?.name;
    if (name === 'StreamableFile' || name === 'Buffer') answer.file = true;
    else if (name === 'Observable') answer.events = true;
    else if (name === 'LoadedBody') json.push(cachedAnswer(part, where, checker));
    else if (part.flags & ts.TypeFlags.String) answer.text = true;
    else if (!(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void))) json.push(part);
  }
  if (json.length === 0) return answer;
  if (json.some(({ flags }) => flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)))
    throw new Error(
      `${where} does not say what it answers. Give its return type, as Promise<LoadedBody<View>> if cached.`,
    );
  const schemasOfParts = json.map((part) => schemas.schemaOf(part, where));
  return { ...answer, json: schemasOfParts.length === 1 ? schemasOfParts[0] : { anyOf: schemasOfParts } };
}

/** What the finished bytes hold. */
function cachedAnswer(type, where, checker) {
  const [answer] = checker.getTypeArguments(type);
  if (!answer) throw new Error(`${where}: LoadedBody has lost its type parameter.`);
  return answer;
}

/** The media type that the method itself gives its file. */
function fileTypeOf(method, checker) {
  const types = [];
  visit(method, (node) => {
    if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'type') return;
    const type = checker.getTypeAtLocation(node.initializer);
    if (type.isStringLiteral()) types.push(type.value);
  });
  return types.length === 1 ? { fileType: types[0] } : {};
}

/** Whether the method, or a function that it calls, sets the header `Location`. */
function tellsLocation(method, checker) {
  let found = false;
  const namesIt = (node) => {
    if (ts.isStringLiteral(node) && node.text === 'Location') found = true;
  };
  visit(method, (node) => {
    namesIt(node);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const symbol = checker.getSymbolAtLocation(node.expression);
    const called = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of called?.declarations ?? [])
      if (ts.isFunctionDeclaration(declaration)) visit(declaration, namesIt);
  });
  return found;
}

function visit(node, act) {
  act(node);
  node.forEachChild((child) => visit(child, act));
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
