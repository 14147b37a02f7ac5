/** Forms from schemas: every node type gets one, none writes one. */
export { ParamField, type ParamFieldProps } from './ParamField.tsx';
export { fieldsOf } from './fieldsOf.ts';
export { groupedFields, mainFields, type Groups } from './grouping.ts';
export { type Control, type Field } from './control.ts';
export { check, type Problem } from './check.ts';
export { interpret } from './interpret.ts';
export { messages as formMessages } from './messages.ts';
export { problemText } from './problemText.ts';
export { ValueControl } from './controls/ValueControl.tsx';
