/** Something, an at sign, something with a dot in it: the server knows better, this catches slips of the hand. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

export const isEmail = (text: string): boolean => EMAIL.test(text.trim());
