import { defineMessages } from '../i18n/index.ts';

export const messages = defineMessages(
  'members',
  {
    email: 'E-mail',
    'email-wrong': 'Type an e-mail address, such as ada@example.com.',
    role: 'Role',
    invite: 'Invite',
    'hand-on': 'Send this link to {{email}}.',
    link: 'Invitation link',
    'copy-link': 'Copy link',
    'link-hint': 'Weft sends no mail itself. The link works once, within 7 days, and only for {{email}}.',
    'managers-only': 'Only owners and admins can do that.',
    'owners-only': 'Only an owner can make, change or remove owners.',
    'last-owner': 'A workspace keeps at least one owner. Make somebody else an owner first.',
  },
  {
    email: '邮箱',
    'email-wrong': '请输入邮箱地址，例如 ada@example.com。',
    role: '角色',
    invite: '邀请',
    'hand-on': '请将此链接发送给 {{email}}。',
    link: '邀请链接',
    'copy-link': '复制链接',
    'link-hint': 'Weft 不会发送邮件。此链接 7 天内有效，仅可使用一次，且仅限 {{email}} 使用。',
    'managers-only': '只有所有者和管理员可以执行此操作。',
    'owners-only': '只有所有者可以添加、更改或移除所有者。',
    'last-owner': '工作区至少需要一位所有者，请先将他人设为所有者。',
  },
);
