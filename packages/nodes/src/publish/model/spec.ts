import { defineNode, index, model, report } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'publish.model',
  version: 1,
  stage: 'publish',
  title: { en: 'Publish a model', zh: '发布模型' },
  description: {
    en: 'Packs a model, an index or both into a version that stands on its own: data files only, a card with measured figures, and checksums. It then awaits review.',
    zh: '将模型和/或索引打包为自包含的版本：只含数据文件、带实测指标的模型卡和校验和，然后等待审核。',
  },
  inputs: {
    model: { type: model(), optional: true },
    index: { type: index(), optional: true },
    reports: {
      type: report(),
      optional: true,
      many: true,
      description: {
        en: 'What was measured on this very model or index',
        zh: '针对此模型或索引的评估报告',
      },
    },
  },
  outputs: { version: { type: model('version') } },
  params: z.object({
    name: z
      .string()
      .refine((name) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name), {
        error: 'must be 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen',
        params: { zh: '须为 1 到 63 个小写字母、数字或连字符，且不以连字符开头' },
      })
      .describe('Name of the model; each publication under it is one more version')
      .meta({ zh: '模型名称；以同一名称再次发布即为新版本' }),
    description: z
      .string()
      .max(10_000)
      .default('')
      .describe('What the model is for and what it should not be used for')
      .meta({ zh: '模型的用途及不适用的场景' }),
    license: z
      .string()
      .max(200)
      .default('')
      .describe('License of the version, as an SPDX identifier such as Apache-2.0')
      .meta({ zh: '许可证（SPDX 标识，如 Apache-2.0）' }),
  }),
  purity: 'pure',
  shape: 'task',
});
