import type { Cli } from '../cli.ts';
import { describeTemplates } from '../document/templates.ts';
import { table } from '../view/table.ts';

/** `weft templates`: the pipelines that come with Weft. Needs no database. */
export async function templatesCommand({ output, parts }: Cli): Promise<number> {
  const templates = await describeTemplates(parts.templatesDir);
  if (output.machine) output.json(templates);
  else if (templates.length === 0) output.print(`There are no templates in ${parts.templatesDir}.`);
  else {
    const rows = templates.map(({ slug, title, nodes, description }) => [
      slug,
      title,
      String(nodes),
      description,
    ]);
    const lines = table(
      [{ title: 'TEMPLATE' }, { title: 'TITLE' }, { title: 'NODES', align: 'right' }, { title: 'ABOUT' }],
      rows,
      { maxWidth: output.terminal?.columns },
    );
    for (const line of lines) output.print(line);
    output.print();
    output.print('`weft run <template>` runs one; its README.md stands in templates/<template>.');
  }
  return 0;
}
