import type { Cli } from '../cli.ts';
import { loadDocument } from '../document/load.ts';
import { CommandError, EXIT } from '../errors.ts';
import { checkDocument } from '../run/prepareDocument.ts';

/** `weft validate`: says whether a document can run, or everything that is wrong with it. Needs no database. */
export async function validateCommand(
  { output, parts }: Cli,
  argument: string,
  { set }: { set?: readonly string[] },
): Promise<number> {
  const specs = await parts.loadSpecs();
  try {
    const loaded = await loadDocument(argument, { specs, templatesDir: parts.templatesDir, settings: set });
    await checkDocument(loaded, specs);
    const nodes = Object.keys(loaded.document.nodes).length;
    const edges = Object.keys(loaded.document.edges).length;
    if (output.machine) output.json({ valid: true, nodes, edges, diagnostics: [] });
    else output.print(`${loaded.shown} is valid: ${nodes} nodes, ${edges} wires.`);
    return EXIT.succeeded;
  } catch (error) {
    if (!output.machine || !(error instanceof CommandError) || error.diagnostics.length === 0) throw error;
    output.json({ valid: false, diagnostics: error.diagnostics });
    return error.exitCode;
  }
}
