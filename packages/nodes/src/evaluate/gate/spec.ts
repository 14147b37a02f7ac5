import { defineNode, report } from '@weft/engine/graph';
import { z } from 'zod';
import { parseCondition } from '../lib/conditions.ts';

const condition = z
  .string()
  .max(500)
  .superRefine((text, ctx) => {
    const parsed = parseCondition(text);
    if ('problem' in parsed)
      ctx.addIssue({
        code: 'custom',
        message: parsed.problem,
        params: { zh: `“${text}”不是有效的条件，写法例如 "accuracy >= 0.9"` },
      });
  });

export const spec = defineNode({
  type: 'evaluate.gate',
  version: 1,
  stage: 'evaluate',
  title: { en: 'Require figures', zh: '指标门槛' },
  description: {
    en: 'Lets reports pass only when their figures meet every condition; otherwise the run stops here and says which one is missed.',
    zh: '仅当报告的指标满足全部条件时放行；否则运行在此停止，并说明未满足的条件。',
  },
  inputs: {
    reports: {
      type: report(),
      many: true,
      description: { en: 'One report, or several', zh: '一个或多个报告' },
    },
  },
  outputs: { report: { type: report('gate') } },
  params: z.object({
    conditions: z
      .array(condition)
      .min(1)
      .max(100)
      .describe('What must hold, such as "accuracy >= 0.9" or "classes.refund.recall > 0.8"')
      .meta({ zh: '必须满足的条件，例如 "accuracy >= 0.9" 或 "classes.refund.recall > 0.8"' }),
  }),
  purity: 'pure',
  shape: 'task',
});
