/** The ways in: signing in and up, the first set-up, invitations, a new password. */
export { Join } from './Join.tsx';
export { ResetPassword } from './ResetPassword.tsx';
export { Setup } from './Setup.tsx';
export { SignIn } from './SignIn.tsx';
export { SignUp } from './SignUp.tsx';
