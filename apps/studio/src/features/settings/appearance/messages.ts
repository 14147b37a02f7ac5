import { defineMessages } from '../../../i18n/index.ts';

export const messages = defineMessages(
  'settings-appearance',
  {
    theme: 'Theme',
    'theme-text': 'Kept on this machine. “As the system” follows it by day and by night.',
    language: 'Language',
    'language-text': 'Follows you to every machine you sign in on, unless another was chosen there.',
  },
  {
    theme: '主题',
    'theme-text': '保存在此设备上。“跟随系统”会随系统在浅色与深色之间切换。',
    language: '语言',
    'language-text': '在你登录的每台设备上生效，除非该设备另有选择。',
  },
);
