/** Forms from schemas: every node type gets one, none writes one. */
export { ParamField, type ParamFieldProps } from './ParamField.tsx';
export { fieldsOf } from './fieldsOf.ts';
export { groupedFields, mainFields, type Groups } from './grouping.ts';
export { type Control, type Field } from './control.ts';
