import { ROLES, useRoleWords, type Role } from '../shell/index.ts';
import { Select } from '../ui/index.ts';
import type { Obstacle } from './grants.ts';
import { useObstacleWords } from './useObstacleWords.ts';

export interface RoleSelectProps {
  readonly value: Role;
  readonly onValueChange: (role: Role) => void;
  /** Roles that cannot be chosen stay in the list and say why. */
  readonly obstacleTo: (role: Role) => Obstacle | null;
  /** Accessible name, where no label element points at it. */
  readonly label?: string;
  readonly id?: string;
  readonly className?: string;
}

export function RoleSelect({ obstacleTo, ...rest }: RoleSelectProps) {
  const word = useRoleWords();
  const why = useObstacleWords();
  return (
    <Select<Role>
      {...rest}
      options={ROLES.map((role) => {
        const obstacle = role === rest.value ? null : obstacleTo(role);
        const { name, does } = word(role);
        return {
          value: role,
          label: name,
          hint: obstacle === null ? does : why(obstacle),
          disabled: obstacle !== null,
        };
      })}
    />
  );
}
