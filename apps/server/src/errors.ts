import type { RunStatus } from '@weft/engine/observe';
import type { Diagnostic, Text } from '@weft/engine/graph';

/**
 * Everything the API can refuse, with the HTTP status and a sentence in each language. Codes are stable: programs read
 * them, people read the sentence. `{name}` is filled from `params`; a word that programs read as a param and people as a
 * part of the sentence has its Chinese in `words`.
 */
const CATALOGUE = {
  sign_in: { status: 401, en: 'Sign in first.', zh: '请先登录。' },
  wrong_credentials: {
    status: 401,
    en: 'E-mail and password do not belong together.',
    zh: '邮箱和密码不匹配。',
  },
  forbidden: {
    status: 403,
    en: 'Your role in this workspace does not allow that. Ask an owner or admin.',
    zh: '你在此工作区的角色无权执行该操作，请联系所有者或管理员。',
  },
  scope_missing: {
    status: 403,
    en: 'This key does not have the scope "{scope}". Use a key that has it.',
    zh: '此密钥没有“{scope}”权限范围，请使用具有该范围的密钥。',
  },
  not_your_own: {
    status: 403,
    en: 'That is your own work. Ask somebody else in the workspace to do it.',
    zh: '不能对自己的成果执行此操作，请工作区中的其他人处理。',
  },
  wrong_origin: {
    status: 403,
    en: 'The request came from another site.',
    zh: '请求来自其他站点。',
  },
  not_found: {
    status: 404,
    en: 'There is no such thing here, or it is not yours to see.',
    zh: '该内容不存在，或你无权查看。',
  },
  bad_input: { status: 400, en: 'The request is not valid: {detail}', zh: '请求无效：{detail}' },
  conflict: { status: 409, en: '{detail}', zh: '{detail}' },
  too_many: {
    status: 429,
    en: 'Too many requests. Try again in {seconds} s.',
    zh: '请求过于频繁，请在 {seconds} 秒后重试。',
  },
  too_large: { status: 413, en: 'That is larger than {limit}.', zh: '超过了上限 {limit}。' },
  wrong_type: { status: 415, en: 'Send the body as {expected}.', zh: '请求体类型应为 {expected}。' },
  not_a_document: {
    status: 422,
    en: 'That is not a Weft document: {detail}',
    zh: '这不是有效的 Weft 文档：{detail}',
  },
  invalid_document: {
    status: 422,
    en: 'The document cannot run yet: {detail}',
    zh: '文档暂时无法运行：{detail}',
  },
  run_over: {
    status: 409,
    en: 'The run is {status}, so that is no longer possible.',
    zh: '运行{status}，无法再执行该操作。',
    words: {
      running: '正在进行',
      paused: '已暂停',
      succeeded: '已成功',
      failed: '已失败',
      cancelled: '已取消',
    } satisfies Readonly<Record<RunStatus, string>>,
  },
  run_id_taken: {
    status: 409,
    en: 'This id belongs to another run. Start again with a new one.',
    zh: '该编号已属于其他运行，请使用新的编号重新启动。',
  },
  not_asking: {
    status: 409,
    en: 'This step waits for no answer. Somebody may have answered it already.',
    zh: '该步骤没有在等待回答，可能已有人回答。',
  },
  setup_used: {
    status: 410,
    en: 'This set-up link has been used or has expired. Restart Weft for a new one.',
    zh: '此设置链接已被使用或已过期。重启 Weft 可获得新链接。',
  },
  edits_on_the_way: {
    status: 409,
    en: 'Your latest edits have not reached Weft yet. Wait until they are saved, then try again.',
    zh: '你最近的编辑尚未送达服务器，请等待保存完成后重试。',
  },
  provider_away: {
    status: 503,
    en: 'That sign-in provider does not answer. Try again in a moment, or sign in with a password.',
    zh: '该登录服务暂时没有响应，请稍后重试，或使用密码登录。',
  },
  email_taken: {
    status: 409,
    en: 'There is an account with this e-mail already. Sign in instead.',
    zh: '该邮箱已有账号，请直接登录。',
  },
  not_invited: {
    status: 403,
    en: 'Accounts here are by invitation. Ask an owner or admin of a workspace for a link.',
    zh: '此处需凭邀请注册，请向工作区的所有者或管理员索取链接。',
  },
  invitation_over: {
    status: 410,
    en: 'This invitation has been used or cancelled, or has expired. Ask for a new one.',
    zh: '此邀请已被使用、取消或过期，请索取新的邀请。',
  },
  invitation_foreign: {
    status: 403,
    en: 'This invitation is for {email}. Use that e-mail, or ask for an invitation of your own.',
    zh: '此邀请面向 {email}，请使用该邮箱，或索取你自己的邀请。',
  },
  already_member: {
    status: 409,
    en: '{email} is a member of this workspace already.',
    zh: '{email} 已是此工作区的成员。',
  },
  owners_only: {
    status: 403,
    en: 'Only an owner can make, change or remove owners.',
    zh: '只有所有者可以添加、更改或移除所有者。',
  },
  wrong_password: {
    status: 403,
    en: 'The current password is not right.',
    zh: '当前密码不正确。',
  },
  reset_used: {
    status: 410,
    en: 'This link has been used or has expired. Ask for a new one.',
    zh: '此链接已被使用或已过期，请索取新的链接。',
  },
  send_alone: {
    status: 400,
    en: 'Send {path} on its own and not in a stream: it sets a cookie.',
    zh: '{path} 会设置 Cookie，请单独发送，不要放在流式批量请求中。',
  },
  last_owner: {
    status: 409,
    en: 'A workspace keeps at least one owner. Make somebody else an owner first.',
    zh: '工作区至少需要一位所有者，请先将他人设为所有者。',
  },
  no_space: {
    status: 507,
    en: 'The disk of this installation is full. Tell whoever runs it; nothing was stored.',
    zh: '服务器磁盘已满，文件未保存，请联系管理员。',
  },
  sort_too_long: {
    status: 400,
    en: 'Tables of more than {rows} rows are not sorted here. Download it and sort the copy.',
    zh: '超过 {rows} 行的表格不支持在此排序，请下载后再排序。',
  },
  no_order: {
    status: 400,
    en: 'Column "{column}" holds values that have no order.',
    zh: '列“{column}”中的值无法排序。',
  },
  choose_file: {
    status: 400,
    en: 'This output has several files. Choose one: {files}.',
    zh: '该输出包含多个文件，请选择其中一个：{files}。',
  },
  not_a_table: {
    status: 400,
    en: 'This output is not a table, so it cannot be written as {format}.',
    zh: '该输出不是表格，无法导出为 {format}。',
  },
  artifact_lost: {
    status: 410,
    en: 'The bytes of this output are no longer there. Run the step again to rebuild them.',
    zh: '该输出的数据已不存在，重新运行此步骤即可恢复。',
  },
  unavailable: {
    status: 503,
    en: 'Weft cannot reach its database. Nothing was lost; try again in a moment.',
    zh: 'Weft 暂时无法连接数据库，数据没有丢失，请稍后重试。',
  },
  internal: {
    status: 500,
    en: 'Something went wrong on our side. Report it with the id {requestId}.',
    zh: '服务端出现问题，请附上编号 {requestId} 反馈。',
  },
} as const satisfies Readonly<Record<string, Entry>>;

interface Entry extends Text {
  readonly status: number;
  readonly words?: Readonly<Record<string, string>>;
}

export type ErrorCode = keyof typeof CATALOGUE;
export type Language = keyof Text;

/** A number, a name, or a part of the sentence that reads differently in each language. */
export type ErrorParam = string | number | Text;
export type ErrorParams = Readonly<Record<string, ErrorParam>>;

/** A refusal on purpose. What is thrown and is not one is a bug of ours, and is told as `internal`. */
export class WeftError extends Error {
  override name = 'WeftError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** More for programs, such as the diagnostics of a document. */
  readonly details: unknown;

  constructor(code: ErrorCode, params: ErrorParams = {}, options: ErrorOptions & { details?: unknown } = {}) {
    super(sentenceOf(code, params, 'en'), options);
    this.code = code;
    this.params = params;
    this.details = options.details;
  }

  get status(): number {
    return CATALOGUE[this.code].status;
  }
}

export function sentenceOf(code: ErrorCode, params: ErrorParams, language: Language): string {
  const { words = {}, ...entry }: Entry = CATALOGUE[code];
  return entry[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    if (typeof value === 'object') return value[language];
    return language === 'zh' && Object.hasOwn(words, value) ? words[value]! : String(value);
  });
}

/** The first of several diagnostics and how many more there are, as the detail of a refusal. */
export function firstOf(diagnostics: readonly Diagnostic[]): Text {
  const [first, ...rest] = diagnostics;
  const more = rest.length > 0 ? ` (+${rest.length})` : '';
  return { en: `${first?.message ?? ''}${more}`, zh: `${first?.zh.message ?? ''}${more}` };
}

/** From an `accept-language` header: Chinese when it comes first, else English. */
export const languageOf = (header: string | undefined): Language =>
  header?.trim().toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
