/** Who is in a workspace and how others get in: what the settings and the share dialog both need. */
export { AskToInvite } from './AskToInvite.tsx';
export { obstacleTo, soleOwnerOf, type MembershipChange, type Obstacle } from './grants.ts';
export { InvitationLink } from './InvitationLink.tsx';
export { InviteForm } from './InviteForm.tsx';
export { refreshMembers, useInvitations, useMembers, type Invitation, type Member } from './members.ts';
export { RoleSelect, type RoleSelectProps } from './RoleSelect.tsx';
export { useObstacleWords } from './useObstacleWords.ts';
