import { showTemplate } from '../domain/templates/show.ts';
import { readTemplate, readTemplatePage, readTemplates } from '../domain/templates/read.ts';
import { WeftError } from '../errors.ts';
import { on, router } from './trpc.ts';

export const templates = router({
  list: on('person', 'template:read').query(async ({ ctx }) => ({
    items: (await readTemplates(ctx.deps.templatesDir)).map(showTemplate),
  })),

  get: on('template', 'template:read').query(async ({ ctx, input }) => {
    const { templatesDir } = ctx.deps;
    const template = await readTemplate(templatesDir, input.slug);
    if (template === null) throw new WeftError('not_found');
    return { ...showTemplate(template), readme: await readTemplatePage(templatesDir, template) };
  }),
});
