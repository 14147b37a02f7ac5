/** A link within text: underlined, because colour alone is no sign. */
export const linkLook = 'rounded-sm font-medium text-focus underline underline-offset-2 hover:text-ink';
