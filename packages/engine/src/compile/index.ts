export { compile, type Compiled } from './compile.ts';
export { childrenOf, PLAN_VERSION, type Plan, type PlanStep, type Source } from './plan.ts';
export { select, unknownNode, type Selected, type Selection } from './subplan.ts';
export { KEY_VERSION, keyParts, type KeyInputs, type KeyParts } from './keyParts.ts';
export { changes, type Change } from './whyRun.ts';
export { predict, type Forecast, type StepForecast } from './predict.ts';
export type { StepReason } from './reasons.ts';
export { changeText, reasonText } from './sentences.ts';
