import type { FilesInput, NodeInput, NodeInputs, TableInput } from './artifact.ts';
import { columnFeeds, type Columns } from '../graph/index.ts';
import { NodeError } from './errors.ts';

/** The table on a required port, after checking at run time that the columns are really there. */
export function tableInput(inputs: NodeInputs, port: string, needs: Columns = {}): TableInput {
  const input = inputs[port];
  if (input === undefined || !('kind' in input) || input.kind !== 'table')
    throw new NodeError('bug', 'input.not_a_table', `input "${port}" is not a table`);
  for (const [name, type] of Object.entries(needs)) {
    const given = input.columns[name];
    if (given === undefined)
      throw new NodeError(
        'input',
        'table.column_missing',
        `input "${port}" has no column "${name}"; it has ${Object.keys(input.columns).join(', ') || 'none'}`,
      );
    if (!columnFeeds(given, type))
      throw new NodeError(
        'input',
        'table.column_type',
        `column "${name}" of input "${port}" holds ${given}, ${type} is needed`,
      );
  }
  return input;
}

/** The files on a required port. */
export function filesInput(inputs: NodeInputs, port: string): FilesInput {
  const input = inputs[port];
  if (input === undefined || !('kind' in input) || input.kind === 'table')
    throw new NodeError('bug', 'input.not_files', `input "${port}" is not an index, model, report or blob`);
  return input;
}

/** The inputs of a `many` port, or the single one, as a list; empty when nothing is wired. */
export function inputList(inputs: NodeInputs, port: string): readonly NodeInput[] {
  const input = inputs[port];
  if (input === undefined) return [];
  return 'kind' in input ? [input] : input;
}
