import type { Json } from '@weft/engine/graph';

/** A gate's question as it is asked on its cell. A gate says what it wants; what it does not say has a plain answer. */
export interface Question {
  readonly text: string | null;
  /** Answers to choose from; empty: there is one button, or a text to write. */
  readonly choices: readonly { readonly label: string; readonly answer: Json }[];
  /** Everything else that the gate shows with its question. */
  readonly facts: { readonly [name: string]: Json } | null;
  /** The answer is not one of few: it is written as JSON. */
  readonly open: boolean;
}

/** `{ question: 'go on?', choices?: ['yes', { label, answer }], answer?: 'open', … }`, or any JSON. */
export function readQuestion(raw: Json): Question {
  if (typeof raw === 'string') return { text: raw, choices: [], facts: null, open: false };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { text: null, choices: [], facts: { question: raw }, open: false };
  const { question, choices, answer, ...facts } = raw as { readonly [name: string]: Json };
  return {
    text: typeof question === 'string' ? question : null,
    choices: Array.isArray(choices) ? choices.map(choiceOf) : [],
    facts: Object.keys(facts).length === 0 ? null : facts,
    open: answer === 'open',
  };
}

function choiceOf(choice: Json): { label: string; answer: Json } {
  if (typeof choice === 'object' && choice !== null && !Array.isArray(choice)) {
    const { label, answer } = choice as { readonly [name: string]: Json };
    if (typeof label === 'string') return { label, answer: answer ?? label };
  }
  return { label: typeof choice === 'string' ? choice : JSON.stringify(choice), answer: choice };
}
