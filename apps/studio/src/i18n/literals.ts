import { parseSync, Visitor, type ESTree } from 'vite';

/** A string in a component that people would read in one language only. */
export interface Literal {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Attributes whose text is seen or read out: those of HTML, and those of our own parts. */
const READ = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'error',
  'heading',
  'hint',
  'label',
  'placeholder',
  'text',
  'title',
]);
/** Functions that show their first argument. */
const SAY = new Set(['toast']);
/** Names and addresses are the same in every language. */
const NAMES = /\b(?:Weft|GPU|CPU)\b|\S+@\S+/g;
const LETTER = /\p{L}/u;

/** Strings in the JSX of a file that come from no messages: texts, attributes that are read, toasts. */
export function literalsOf(path: string, source: string): readonly Literal[] {
  const found: Literal[] = [];
  const report = (text: string, start: number): void => {
    if (LETTER.test(text.replaceAll(NAMES, '')))
      found.push({ line: source.slice(0, start).split('\n').length, text: text.trim() });
  };
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]!.message}`);
  const inside = (node: ESTree.Expression): void => {
    for (const part of stringsIn(node)) report(part.text, part.start);
  };
  new Visitor({
    JSXText: ({ value, start }) => report(value, start),
    JSXElement: (element) => {
      for (const child of element.children) if (child.type === 'JSXExpressionContainer') take(child);
    },
    JSXFragment: (fragment) => {
      for (const child of fragment.children) if (child.type === 'JSXExpressionContainer') take(child);
    },
    JSXAttribute: ({ name, value }) => {
      if (name.type !== 'JSXIdentifier' || !READ.has(name.name) || value === null) return;
      if (value.type === 'Literal') report(String(value.value), value.start);
      else if (value.type === 'JSXExpressionContainer') take(value);
    },
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type !== 'Identifier' || !SAY.has(callee.name)) return;
      if (first !== undefined && first.type !== 'SpreadElement') inside(first);
    },
  }).visit(program);
  return found.toSorted((a, b) => a.line - b.line);

  function take({ expression }: ESTree.JSXExpressionContainer): void {
    if (expression.type !== 'JSXEmptyExpression') inside(expression);
  }
}

/** What an expression may come to, as far as it is written right here. */
function stringsIn(node: ESTree.Expression): readonly { readonly text: string; readonly start: number }[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [{ text: node.value, start: node.start }] : [];
    case 'TemplateLiteral':
      return node.quasis.map(({ value, start }) => ({ text: value.cooked ?? value.raw, start }));
    case 'ConditionalExpression':
      return [...stringsIn(node.consequent), ...stringsIn(node.alternate)];
    case 'LogicalExpression':
      return [...stringsIn(node.left), ...stringsIn(node.right)];
    case 'ParenthesizedExpression':
      return stringsIn(node.expression);
    default:
      return [];
  }
}
